#!/usr/bin/env bash
# Stops everything that runs in the given folders, at once, and removes them.
# Usage: stop.sh [--after PID] DIR...     with --after: as soon as that process has ended, however it ends
#        stop.sh --only NAME DIR          kills this one process, and leaves the folder
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

# Ends the session of NAME.pid of the current folder, unless it is this very script.
kill_part() {
  local pid
  running "$1" && pid=$(< "$1.pid") && [ "$pid" != $$ ] || return 0
  pkill -KILL -s "$pid" || true
  while running "$1"; do sleep 0.02; done
}

case ${1:-} in
  --only)
    cd "$3"
    kill_part "$2"
    exit
    ;;
  --after)
    tail --pid="$2" -s 0.5 -f /dev/null
    shift 2
    ;;
esac

for dir; do
  dir=$(realpath -m "$dir")
  [ -d "$dir" ] || continue
  cd "$dir"
  for file in *.pid; do kill_part "${file%.pid}"; done
  cd /
  rm -rf "$dir"
done
