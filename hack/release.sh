#!/usr/bin/env bash
# Makes all files of a release. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/release.sh [--program FILE] [--url URL] [--allow-dirty] VERSION OUT_DIR

Makes the files of a release in OUT_DIR, which must be empty or absent, on Debian 12; docs/release.md says what each is.
It publishes nothing. VERSION must stand in Directory.Build.props, the chart, config/manager and the CHANGELOG. What is
not committed is refused with exit code 2.

  --program FILE   a published program for linux-x64 to take, in place of publishing it; it must say VERSION too. Then
                   there is none for linux-arm64
  --allow-dirty    takes a tree with changes, or a folder that is no git checkout: for trying it out
  --url URL        where people will find the files, for the manifest of krew; without it there is none
  -h, --help       this text
HELP
}

program='' url='' version='' out='' allow_dirty=''
while [ $# -gt 0 ]; do
  case $1 in
    --program) [ $# -ge 2 ] || die '--program needs a file' && program=$(realpath "$2") && shift 2 ;;
    --url) [ $# -ge 2 ] || die '--url needs a URL' && url=${2%/} && shift 2 ;;
    --allow-dirty) allow_dirty=true && shift ;;
    -h | --help) usage && exit ;;
    -*) die "unknown option: $1 (see --help)" ;;
    *)
      [ -z "$out" ] || die "VERSION and OUT_DIR, and nothing more (see --help)"
      if [ -z "$version" ]; then version=${1#v}; else out=$1; fi
      shift
      ;;
  esac
done
[ -n "$out" ] || die 'VERSION or OUT_DIR is missing (see --help)'
mkdir -p "$out"
out=$(realpath "$out")
[ -z "$(ls -A "$out")" ] || die "$out is not empty"
cd "$(dirname "$0")/.."
name=billing-operator-$version
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
epoch=$(git log -1 --format=%ct 2> /dev/null || echo 0)

# Else nobody could make the same files again.
check_tree() {
  [ -z "$allow_dirty" ] || return 0
  if ! git rev-parse --quiet --verify HEAD > /dev/null 2>&1 || [ -n "$(git rev-parse --show-prefix)" ]; then
    refuse "$PWD is no checkout that git can read: clone the repository, or give --allow-dirty"
  fi
  [ -z "$(git status --porcelain)" ] ||
    refuse "there are changes that no commit has (see git status): commit them, or give --allow-dirty"
}

refuse() {
  echo "${0##*/}: $*" >&2
  exit 2
}

# agrees FILE WHAT FOUND
agrees() { [ "$3" = "$version" ] || { echo "${0##*/}: $1: $2 is '$3', and the release $version" >&2 && return 1; }; }

check_versions() {
  local status=0 found chart=charts/billing-operator/Chart.yaml
  agrees Directory.Build.props Version "$(sed -nE 's/.*<Version>(.*)<.*/\1/p' Directory.Build.props)" || status=1
  agrees "$chart" version "$(sed -n 's/^version: //p' "$chart")" || status=1
  agrees "$chart" appVersion "$(sed -n 's/^appVersion: //p' "$chart")" || status=1
  agrees config/manager/kustomization.yaml newTag \
    "$(sed -nE 's/.*newTag: "?([^"]*)"?/\1/p' config/manager/kustomization.yaml)" || status=1
  agrees CHANGELOG.md 'the newest heading' "$(sed -nE '/^## /{s/^## ([^ ]*).*/\1/p;q}' CHANGELOG.md)" || status=1
  if [ -n "$program" ]; then
    found=$(version_of_program)
    [ -n "$found" ] || die "$program is no billing-operator for linux-x64: give another, or leave --program out"
    agrees "$program" "its 'version'" "$found" || status=1
  fi
  [ "$status" -eq 0 ] || die 'make the versions agree first'
}

# The version of the program that is given, whose download may have lost its mode.
version_of_program() {
  install -m 755 "$program" "$work/given" 2> /dev/null || return 0
  "$work/given" version 2> /dev/null | sed -nE 's/^Client version: *//p' || true
}

# pack FOLDER ARCHITECTURE: the archive of the program, the same bytes for the same program.
pack() {
  cp LICENSE "$1"
  tar -C "$1" -c --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    billing-operator LICENSE | gzip -n9 > "$out/$name-linux-$2.tar.gz"
}

# Helm puts the files' times into its archive, and a checkout gives them its own.
package_chart() {
  cp -r charts/billing-operator "$work/chart"
  find "$work/chart" -exec touch -d "@$epoch" {} +
  helm package "$work/chart" --destination "$out"
}

main() {
  check_tree
  check_versions
  PATH=$("$testenv/parts.sh" image helm kubectl):$PATH
  if [ -z "$program" ]; then
    publish_operator "$work/arm64" linux-arm64
    pack "$work/arm64" arm64
    publish_operator "$work/program"
    program=$work/program/billing-operator
  fi
  install -D -m 755 "$program" "$work/amd64/billing-operator"
  pack "$work/amd64" amd64
  hack/image.sh --program "$program" "$out" > /dev/null
  step 'packing the chart' package_chart
  kubectl kustomize config/setup > "$out/$name-setup.yaml"
  kubectl kustomize config/default > "$out/$name-operator.yaml"
  [ -z "$url" ] ||
    hack/krew.sh "$version" "$url" "$out/$name"-linux-*.tar.gz > "$out/billing.yaml"
  (cd "$out" && LC_ALL=C && sha256sum -- * > "$work/sums" && mv "$work/sums" SHA256SUMS && cat SHA256SUMS)
}

main
