#!/usr/bin/env bash
# Installs packages of the distribution, with its package lists refreshed only if that is needed.
# Usage: install-packages.sh PACKAGE...
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" -eq 0 ] || die "run 'sudo apt-get install $*' first: these packages are missing, and only root may install them"
export DEBIAN_FRONTEND=noninteractive
# In a session of its own: an interrupt must not leave packages half installed.
apt=(setsid --wait apt-get)
install=("${apt[@]}" install -qq --no-install-recommends -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@")
# Nothing that a package brings is to run by itself.
export RUNLEVEL=1
"${install[@]}" || { "${apt[@]}" update -qq -o DPkg::Lock::Timeout=600 && "${install[@]}"; }
