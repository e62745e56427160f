#!/usr/bin/env bash
# Builds kube-apiserver from the distribution's own source package
# (Debian 12: 1.20.2, the last Debian source that holds the whole server).
# Usage: build-kube-apiserver.sh OUTPUT_FILE
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

output=$(realpath -m "$1")
version=v1.20.2
packages=(golang-1.19-go golang-github-modern-go-reflect2-dev)
mkdir -p "$(dirname "$output")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dpkg -s "${packages[@]}" > /dev/null 2>&1 || flock "$cache/apt.lock" "$testenv/install-packages.sh" "${packages[@]}"

# The same package mirror, with source packages switched on for these calls only.
mkdir -p "$work"/{lists/partial,src}
sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources > "$work/deb-src.sources"
apt=(-qq -o Dir::Etc::sourcelist="$work/deb-src.sources" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::State::Lists="$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
(cd "$work/src" && apt-get "${apt[@]}" source --download-only kubernetes)

# The tree builds the GOPATH way only: its go.mod is too old for -mod=vendor.
tree=$work/gopath/src/k8s.io/kubernetes
mkdir -p "$tree"
tar xzf "$work"/src/kubernetes_*.orig.tar.gz -C "$tree" --strip-components=1
cd "$tree"
export GOPATH=$work/gopath GO111MODULE=off CGO_ENABLED=0 GOCACHE=$work/cache PATH=/usr/lib/go-1.19/bin:$PATH

# The vendored reflect2 1.0.1 crashes on Go 1.18 and newer when maps are iterated; the distribution packages 1.0.2.
rm -rf vendor/github.com/modern-go/reflect2
cp -r /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/
# What it says of its version: one copy for its own log, one for /version.
sed -i -E 's/^(\tgitVersion +(string )?=) "[^"]*"/\1 "'$version'"/; s/^(\tgitMajor string)( = "")?/\1 = "1"/
  s/^(\tgitMinor string)( = "")?/\1 = "20"/' staging/src/k8s.io/{component-base,client-go/pkg}/version/base.go

# Left out: the cloud providers' SDKs and debug information. The standard library comes compiled with Go, as long as no
# flag changes for it, not even -trimpath.
build=(go build -tags providerless -gcflags 'k8s.io/...=-dwarf=false' -ldflags '-s -w')
# Memory for time: the compiler's own garbage collector hardly runs.
export GOGC=800

# The one generated file that the source package leaves out.
"${build[@]}" -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
# What does not rest on it is built meanwhile: the generator keeps one processor busy.
"${build[@]}" ./pkg/controlplane ./pkg/kubeapiserver/... &
inputs=$(grep -rl --include='*.go' '+k8s:openapi-gen=' pkg staging/src | xargs -n1 dirname | sort -u |
  sed -e 's#^staging/src/##' -e 's#^pkg/#k8s.io/kubernetes/pkg/#' | grep -v -E 'testdata|/test/|sample-|code-generator' |
  paste -sd,)
"$work/openapi-gen" -O zz_generated.openapi --go-header-file hack/boilerplate/boilerplate.generatego.txt \
  -i "$inputs" -p k8s.io/kubernetes/pkg/generated/openapi -r /dev/null

wait
"${build[@]}" -o "$work/kube-apiserver" ./cmd/kube-apiserver
# Copied beside its place and then renamed, so that nobody ever finds half a file there.
mv "$work/kube-apiserver" "$output.new.$$" && mv "$output.new.$$" "$output"
