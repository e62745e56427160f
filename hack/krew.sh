#!/usr/bin/env bash
# Prints the krew manifest of the plugin 'kubectl billing'. See --help.
set -euo pipefail

usage() {
  cat << 'HELP'
Usage: hack/krew.sh VERSION URI ARCHIVE

Prints the manifest by which krew installs 'kubectl billing': the archive (.tar.gz) holds billing-operator and LICENSE, and
URI is where people get it. To try it: kubectl krew install --manifest=FILE --archive=ARCHIVE
HELP
}

case " $* " in *' -h '* | *' --help '*) usage && exit ;; esac
[ $# -eq 3 ] || { usage >&2 && exit 2; }
version=${1#v} uri=$2 archive=$3
for file in billing-operator LICENSE; do
  tar -tzf "$archive" "$file" > /dev/null || { echo "$archive does not hold $file" >&2 && exit 1; }
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
    - selector:
        matchLabels:
          os: linux
          arch: amd64
      uri: $uri
      sha256: $(sha256sum < "$archive" | cut -d ' ' -f 1)
      bin: billing-operator
      files:
        - {from: billing-operator, to: .}
        - {from: LICENSE, to: .}
YAML
