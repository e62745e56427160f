# Sourced by the scripts of hack/: progress, ports, and processes that live in a folder of their own.
# shellcheck shell=bash
testenv=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # used by those who source this file
cache=${XDG_CACHE_HOME:-$HOME/.cache}/billing-operator
# A folder with an API server of the caller's own, which then serves everything.
# shellcheck disable=SC2034
assets=${KUBEBUILDER_ASSETS:-/usr/local/kubebuilder/bin}

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# step TEXT COMMAND...: runs a command quietly. Says so on stderr once it takes over 5 s, and shows its output if it fails.
step() {
  local text=$1 log reporter status=0
  shift
  log=$(mktemp)
  report_progress "$text" &
  reporter=$!
  "$@" > "$log" 2>&1 < /dev/null || status=$?
  kill "$reporter" 2> /dev/null || true
  wait "$reporter" 2> /dev/null || true
  if [ "$status" -ne 0 ]; then
    echo "$text: failed (exit code $status)" >&2
    tail -n 40 "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

report_progress() {
  local started=$SECONDS nothing
  # Waiting by a read that never ends, as a killed shell would leave its `sleep` behind.
  exec {nothing}<> <(:)
  read -rt 5 -u "$nothing" || true
  while :; do
    echo "$1 … $((SECONDS - started)) s" >&2
    read -rt 15 -u "$nothing" || true
  done
}

# publish_operator FOLDER [RUNTIME]: makes the program of the container, one native file, as FOLDER/billing-operator, for
# linux-x64, or for linux-arm64, which is linked on this machine, too.
publish_operator() {
  local runtime=${2:-linux-x64} linker=linker cross=()
  [ "$runtime" != linux-arm64 ] || linker=linker-arm64 cross=(-p:ObjCopyName=aarch64-linux-gnu-objcopy)
  "$testenv/parts.sh" "$linker" > /dev/null
  step "publishing the operator${2:+ for $2}" dotnet publish src/BillingOperator -c Release -r "$runtime" -o "$1" \
    -v quiet -p:RunAnalyzers=false -p:UseSharedCompilation=false "${cross[@]}"
}

# in_background COMMAND...: starts a command that end_background ends together with all it has started itself.
in_background() {
  setsid "$@" < /dev/null &
}

end_background() {
  local pid
  for pid in $(jobs -p); do pkill -TERM -s "$pid" || true; done
  wait
}

# Prints a port that nobody listens on and that no test has chosen, below the range that the kernel gives to outgoing
# connections.
free_port() {
  local port claims
  claims=${TMPDIR:-/tmp}/billing-operator-ports-$(id -un)
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    [ ! -e "$claims/$port" ] || flock -n "$claims/$port" true || continue
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port" && return; }
  done
}

# launch NAME COMMAND...: starts a process that outlives this shell, with NAME.pid and NAME.log in the current folder.
launch() {
  local name=$1
  shift
  setsid "$@" >> "$name.log" 2>&1 < /dev/null &
  echo $! > "$name.pid"
  # No job of this shell: end_background would end it.
  disown $!
}

# running NAME: whether the process that NAME.pid of the current folder names is alive, and is still the same: it writes
# to NAME.log.
running() {
  [ -f "$1.pid" ] && [ "$(readlink "/proc/$(< "$1.pid")/fd/2")" = "$(pwd -P)/$1.log" ]
}

# await NAME SECONDS COMMAND...: polls until the command succeeds; fails with the log's end when NAME dies or time is up.
await() {
  local name=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" > /dev/null 2>&1; do
    if ! running "$name" || [ "$SECONDS" -ge "$deadline" ]; then
      echo "$name did not become ready; the end of $PWD/$name.log:" >&2
      tail -n 20 "$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# api PATH [CURL_OPTION...]: an administrator's request to the control plane in the current folder.
api() {
  local server
  server=$(sed -nE 's/.*server: "([^"]+)".*/\1/p' kubeconfig)
  curl -fsS --cacert ca.crt -H "Authorization: Bearer $(< admin.token)" "$server$1" "${@:2}"
}

# How an API server recognises requests that another one passes on, and for whom.
# shellcheck disable=SC2034 # used by those who source this file
front_proxy=(--requestheader-client-ca-file=ca.crt --requestheader-allowed-names=front-proxy
  --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group
  --requestheader-extra-headers-prefix=X-Remote-Extra-)

# With TESTENV_OWNER set to a process id, what runs in the current folder stops, and the folder goes, when that ends.
stop_with_owner() {
  [ -z "${TESTENV_OWNER:-}" ] || running owner || launch owner "$testenv/stop.sh" --after "$TESTENV_OWNER" "$PWD"
}
