#!/usr/bin/env bash
# Builds the server of today's custom resources (k8s.io/apiextensions-apiserver 1.36 or newer: CEL rules, streaming lists,
# strict validation) from the Go source packages of Debian unstable, and brings its etcd (3.5 or newer) along. Nothing of
# it is installed: all packages are unpacked into a scratch folder.
# Usage: build-custom-resource-server.sh OUTPUT_FOLDER     gives OUTPUT_FOLDER/apiextensions-apiserver and .../etcd
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

output=$(realpath -m "$1")
mkdir -p "$(dirname "$output")"
work=$(mktemp -d -p "$(dirname "$output")")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,archives/partial,debs,root,output}

# The same package mirror, for these calls only with the packages of unstable. To an empty status file nothing is
# installed, so that apt names every package that is needed.
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > "$work/sid.list"
: > "$work/status"
apt=(-qq -o Dir::Etc::sourcelist="$work/sid.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::Lists="$work/lists"
  -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/archives" -o Dir::Cache::pkgcache=
  -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update

go=$(apt-cache "${apt[@]}" depends golang-go | grep -oE 'golang-1\.[0-9]+-go' | head -n 1)
{
  apt-get "${apt[@]}" --no-install-recommends --print-uris -y install golang-k8s-apiextensions-apiserver-dev |
    grep -oE ' golang-[^_ ]+-dev_' | tr -d ' _' | sort -u
  printf '%s\n' "$go" "${go%-go}-src" etcd-server
} > "$work/names"
(cd "$work/debs" && xargs apt-get "${apt[@]}" download < "$work/names")
for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/root"; done

# The libraries are laid out the GOPATH way; src of the toolchain is a link that points into /usr/share.
goroot=$work/root/usr/lib/${go%-go}
goroot=${goroot/golang-/go-}
export GOPATH=$work/root/usr/share/gocode GO111MODULE=off GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE=$work/cache
# Memory for time: the compiler's own garbage collector hardly runs.
export GOGC=800
"$goroot/bin/go" build -trimpath -ldflags '-s -w' -o "$work/output/apiextensions-apiserver" k8s.io/apiextensions-apiserver
cp "$work/root/usr/bin/etcd" "$work/output/"
"$work/output/etcd" --version
# Renamed as a whole, so that nobody ever finds half of it there.
rm -rf "$output"
mv "$work/output" "$output"
