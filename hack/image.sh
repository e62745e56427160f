#!/usr/bin/env bash
# Makes the container image, as an archive and without an engine. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/image.sh [--program FILE] [--packages FOLDER] OUT_DIR

Makes the container image for linux-x64 on Debian 12, with buildah, without an engine and out of no other image: the
program and, from Debian's packages, the C library, OpenSSL, the authorities for TLS and the time zones. Writes

  OUT_DIR/billing-operator-VERSION-linux-amd64.oci.tar           the image, an OCI archive
  OUT_DIR/billing-operator-VERSION-linux-amd64.cdx.json          what is in it (SBOM, CycloneDX)
  OUT_DIR/billing-operator-VERSION-linux-amd64.provenance.json   what it was made of, and how (in-toto, SLSA)

and prints the image's digest. The same commit and the same packages give the same bytes; the date is the commit's.

  --program FILE      a published program to take, in place of publishing it
  --packages FOLDER   takes Debian's packages from there, and downloads those that are missing into it, at the newest
                      version that 'apt-get update' has seen; to make an image again, put the versions of its SBOM there
  -h, --help          this text
HELP
}

# What it takes out of which package.
declare -A contents=(
  [base-files]='./usr/lib/os-release ./etc/os-release ./etc/debian_version' # Scanners tell the distribution by them.
  [ca-certificates]='./usr/share/ca-certificates'
  [libc6]='./lib64 ./lib/*/ld-linux-*.so.* ./lib/*/libc.so.6 ./lib/*/libm.so.6'
  [libssl3]='./usr/lib/*/libssl.so.3 ./usr/lib/*/libcrypto.so.3'
  [tzdata]='./usr/share/zoneinfo'
)

program='' packages='' out=''
while [ $# -gt 0 ]; do
  case $1 in
    --program) [ $# -ge 2 ] || die '--program needs a file' && program=$(realpath "$2") && shift 2 ;;
    --packages) [ $# -ge 2 ] || die '--packages needs a folder' && packages=$2 && shift 2 ;;
    -h | --help) usage && exit ;;
    -*) die "unknown option: $1 (see --help)" ;;
    *) [ -z "$out" ] || die "one OUT_DIR, please (see --help)" && out=$1 && shift ;;
  esac
done
[ -n "$out" ] || die 'OUT_DIR is missing (see --help)'
# An ELF file (0x7f), of 64 bits (2), for x86-64 (0x3e).
[ -z "$program" ] || [[ $(od -An -v -tx1 -N 20 "$program" 2> /dev/null | tr -d ' \n') == 7f454c4602*3e00 ]] ||
  die "$program is no program for linux-x64: publish it with 'dotnet publish src/BillingOperator -c Release -r linux-x64'"
# shellcheck source=/dev/null
[ "$(. /etc/os-release && echo "$ID $VERSION_ID")" = 'debian 12' ] ||
  die "this needs Debian 12, whose packages go into the image; elsewhere 'docker build .' makes one"

mkdir -p "$out" ${packages:+"$packages"}
out=$(realpath "$out")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=$(realpath "${packages:-$work}")
cd "$(dirname "$0")/.."
root=$work/root

# Without a repository (a copy of the sources) nothing is known of the commit.
commit=$(git rev-parse HEAD 2> /dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2> /dev/null)" ] || commit=$commit-dirty
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || echo 0)}
date=$(date -u -d "@$epoch" +%FT%TZ)
build=https://billing.pureconnect.io/builds/image # A name; nothing is there.

main() {
  local version name
  "$testenv/parts.sh" image > /dev/null
  if [ -z "$program" ]; then
    publish_operator "$work/program"
    program=$work/program/billing-operator
  fi
  get_packages
  make_root
  run_in_root version > "$work/version" || die "$program does not run on the C library of the image"
  version=$(sed -nE 's/^Client version: *//p' "$work/version")
  [ -n "$version" ] || die "$program is not billing-operator: its command 'version' names none"
  name=billing-operator-$version-linux-amd64
  make_image "$version" "$name"
  digest=$(jq -r '.manifests[0].digest' "$work/$name/index.json")
  pack "$work/$name" "$out/$name.oci.tar"
  describe_contents "$version" > "$out/$name.cdx.json"
  describe_making "$name" > "$out/$name.provenance.json"
  echo "$digest"
}

get_packages() {
  local package found
  for package in "${!contents[@]}"; do
    mapfile -t found < <(compgen -G "$packages/${package}_*.deb")
    [ ${#found[@]} -le 1 ] || die "$packages has several versions of $package: leave one (${found[*]##*/})"
    [ ${#found[@]} -eq 1 ] || (
      cd "$packages"
      step "downloading $package" download "$package"
    )
  done
}

# Where the package lists are old, the file may be gone.
download() { apt-get download -q "$1" || { apt-get update -qq && apt-get download -q "$1"; }; }

# package NAME: its file.
package() { compgen -G "$packages/$1_*.deb"; }

make_root() {
  local name
  mkdir -p "$root"/{app,etc/ssl/certs,usr/lib/ssl,usr/share/doc/billing-operator,var/lib/dpkg/status.d}
  for name in "${!contents[@]}"; do
    # shellcheck disable=SC2086 # several patterns
    dpkg-deb --fsys-tarfile "$(package "$name")" | tar -C "$root" -x --no-same-owner --wildcards \
      ${contents[$name]} "./usr/share/doc/$name/copyright"
    dpkg-deb --field "$(package "$name")" > "$root/var/lib/dpkg/status.d/$name" # Scanners look for packages there.
  done
  # Leap seconds, a second copy, and this machine's zone.
  rm -r "$root"/usr/share/zoneinfo/{right,posix,localtime,posixrules}
  find "$root/usr/share/ca-certificates" -name '*.crt' | LC_ALL=C sort | xargs cat \
    > "$root/etc/ssl/certs/ca-certificates.crt"
  rm -r "$root/usr/share/ca-certificates"
  ln -s /etc/ssl/certs "$root/usr/lib/ssl/certs" # Where Debian's OpenSSL looks.
  cat > "$root/etc/passwd" << 'PASSWD'
root:x:0:0:root:/:/sbin/nologin
nonroot:x:65532:65532:nonroot:/:/sbin/nologin
PASSWD
  printf 'root:x:0:\nnonroot:x:65532:\n' > "$root/etc/group"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  cp "$program" "$root/app/billing-operator"
  cp LICENSE "$root/usr/share/doc/billing-operator/copyright"
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -type f -exec chmod 644 {} +
  chmod 755 "$root/app/billing-operator" "$root"/lib/*/ld-linux-x86-64.so.2
}

# run_in_root ARGUMENT...: the program, on the image's C library: must be as new as the one that it was linked with.
run_in_root() {
  local libraries=x86_64-linux-gnu
  "$root/lib/$libraries/ld-linux-x86-64.so.2" --library-path "$root/lib/$libraries:$root/usr/lib/$libraries" \
    "$root/app/billing-operator" "$@"
}

# make_image VERSION NAME: makes the image, in a folder of that name.
make_image() {
  local buildah=(buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run") container
  container=$("${buildah[@]}" from scratch)
  "${buildah[@]}" copy --quiet "$container" "$root" / > /dev/null
  # As in the Dockerfile; a test holds the two against each other.
  "${buildah[@]}" config \
    --env DOTNET_EnableDiagnostics=0 --env DOTNET_GCgen0size=0x800000 --env HOME=/ --env PATH=/app:/usr/bin \
    --user 65532:65532 --port 8080 --entrypoint '["billing-operator"]' --cmd controller \
    --label org.opencontainers.image.title=billing-operator \
    --label "org.opencontainers.image.description=$(sed -n 's/^description: //p' charts/billing-operator/Chart.yaml)" \
    --label org.opencontainers.image.licenses=Apache-2.0 \
    --label "org.opencontainers.image.version=$1" \
    --label "org.opencontainers.image.revision=$commit" \
    --label "org.opencontainers.image.created=$date" \
    --created-by hack/image.sh "$container"
  # Compressed here, since whoever pushes it would do that otherwise, and so change the digest.
  "${buildah[@]}" commit --quiet --rm --timestamp "$epoch" --disable-compression=false \
    "$container" "oci:$work/$2:$1" > /dev/null
}

# pack FOLDER FILE: an archive with the same bytes for the same contents.
pack() {
  tar -C "$1" -c --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -f "$2" \
    oci-layout index.json blobs
}

# debian_packages: those in the image, in JSON.
debian_packages() {
  local name
  for name in "${!contents[@]}"; do
    # shellcheck disable=SC2016 # dpkg-deb's own variables
    dpkg-deb --show --showformat '${Package} ${Version} ${Architecture}' "$(package "$name")"
    echo " $(sha256 "$(package "$name")")"
  done | LC_ALL=C sort | jq -R 'split(" ") | {name: .[0], version: .[1], architecture: .[2], sha256: .[3],
    purl: "pkg:deb/debian/\(.[0])@\(.[1] | @uri)?arch=\(.[2])&distro=debian-12"}' | jq -s .
}

sha256() { sha256sum < "$1" | cut -d ' ' -f 1; }

# nuget_packages: those that the program was linked of, in JSON. What only compiles is no part of it, and what
# belongs to .NET stands in no lock file.
nuget_packages() {
  jq --arg runtime "$(sed -nE 's/.*\.NET //p' "$work/version")" '
    [.dependencies[] | to_entries[] | select(.value.type != "Project") |
      select(.key | test("ILLink|Analyzers|ILCompiler") | not) | {name: .key, version: .value.resolved}] +
    ["Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", "Microsoft.AspNetCore.App.Runtime.linux-x64" |
      {name: ., version: $runtime}] | map(. + {purl: "pkg:nuget/\(.name)@\(.version)"}) | unique' \
    src/BillingOperator/packages.lock.json
}

describe_contents() {
  jq -n --arg version "$1" --arg date "$date" --arg digest "${digest#sha256:}" \
    --argjson debian "$(debian_packages)" --argjson nuget "$(nuget_packages)" '{
    bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
    metadata: {timestamp: $date, component: {
      type: "container", name: "billing-operator", version: $version, "bom-ref": "image",
      hashes: [{alg: "SHA-256", content: $digest}], licenses: [{license: {id: "Apache-2.0"}}]}},
    components: ($debian + $nuget | map({type: "library", "bom-ref": .purl, name, version, purl} +
      if .sha256 then {hashes: [{alg: "SHA-256", content: .sha256}]} else {} end)),
    dependencies: [{ref: "image", dependsOn: ($debian + $nuget | map(.purl))}]}'
}

describe_making() {
  jq -n --arg name "$1.oci.tar" --arg archive "$(sha256 "$out/$1.oci.tar")" --arg image "${digest#sha256:}" \
    --arg commit "$commit" --arg build "$build" --arg epoch "$epoch" --arg program "$(sha256 "$program")" \
    --arg buildah "$(buildah --version)" --argjson debian "$(debian_packages)" \
    --arg lock "$(sha256 src/BillingOperator/packages.lock.json)" '{
    _type: "https://in-toto.io/Statement/v1", predicateType: "https://slsa.dev/provenance/v1",
    subject: [{name: $name, digest: {sha256: $archive}}, {name: "billing-operator", digest: {sha256: $image}}],
    predicate: {
      buildDefinition: {
        buildType: "\($build)/v1",
        externalParameters: {SOURCE_DATE_EPOCH: $epoch},
        resolvedDependencies: ([
          {name: "billing-operator", digest: {gitCommit: $commit}},
          {name: "src/BillingOperator/packages.lock.json", digest: {sha256: $lock}},
          {name: "app/billing-operator", digest: {sha256: $program}}
        ] + ($debian | map({uri: .purl, digest: {sha256}})))},
      runDetails: {builder: {id: $build, version: {buildah: $buildah}}}}}'
}

main
