#!/usr/bin/env bash
# Prints the krew manifest of the plugin 'kubectl billing'. See --help.
set -euo pipefail

usage() {
  cat << 'HELP'
Usage: hack/krew.sh VERSION URL ARCHIVE...

Prints the manifest by which krew installs 'kubectl billing'. An archive, ...-linux-amd64.tar.gz or ...-linux-arm64.tar.gz,
holds billing-operator and LICENSE, and people get it at URL/ARCHIVE.
To try it: kubectl krew install --manifest=FILE --archive=ARCHIVE
HELP
}

case " $* " in *' -h '* | *' --help '*) usage && exit ;; esac
[ $# -ge 3 ] || { usage >&2 && exit 2; }
version=${1#v} url=${2%/}
shift 2
for archive; do
  [[ $archive =~ -linux-(amd64|arm64)\.tar\.gz$ ]] ||
    { echo "$archive does not end in -linux-amd64.tar.gz or -linux-arm64.tar.gz" >&2 && exit 1; }
  for file in billing-operator LICENSE; do
    tar -tzf "$archive" "$file" > /dev/null || { echo "$archive does not hold $file" >&2 && exit 1; }
  done
done

cat << YAML
apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: billing
spec:
  version: v$version
  shortDescription: Look after PureConnect billing
  description: |
    Shows billing servers, billing events and tenants on one screen, requests runs and follows them, verifies what is in
    the bucket, and checks manifests before they are merged. It works with the rights of whoever calls it.
  caveats: |
    The cluster needs billing-operator and its CRDs.
  platforms:
YAML
for archive; do
  architecture=${archive##*-linux-}
  cat << YAML
    - selector:
        matchLabels:
          os: linux
          arch: ${architecture%.tar.gz}
      uri: $url/${archive##*/}
      sha256: $(sha256sum < "$archive" | cut -d ' ' -f 1)
      bin: billing-operator
      files:
        - {from: billing-operator, to: .}
        - {from: LICENSE, to: .}
YAML
done
