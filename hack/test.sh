#!/usr/bin/env bash
# Runs every check and every test of the project, on real parts. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/test.sh [--filter EXPRESSION] [--no-checks] [--slow] [--kills N] [--soak [MINUTES]] [--failovers N]

Gets the real parts that the tests run on (kube-apiserver, the server of current custom resources, two etcds, kubectl,
Helm, two S3 servers, croniter, promtool, buildah, Lua, SQLite, shells; kept in ~/.cache/billing-operator), checks the
formatting, builds, and runs every test: those that start the program on one that was published as the container has it.
Ends with one line such as '512 passed, 0 failed', and with exit code 0 only if there were tests and all of them passed.

  --filter EXPRESSION   only the tests that match, as 'dotnet test --filter' does: --filter 'Name~On_premises'
  --no-checks           without the checks of formatting and shell scripts
  --slow                what proves the same again: 500 tenants, not 200, when the operator is killed, 12 kills and 12
                        failovers; some minutes more
  --kills N             kill the operator at N random moments, beside every step of a run; 3 where this is not given
  --soak [MINUTES]      lets the operator work under random faults for so long (default 10; without: half a minute);
                        alone: --soak --filter Name~random_faults
  --failovers N         end N leaders, those beyond the usual six at random: about 20 s each
  -h, --help            this text

BILLING_TEST_SEED     the seed of the random tests, as they print it, to run the same again
KUBEBUILDER_ASSETS    a folder with kube-apiserver and etcd to use in place of those that it would get
HELP
}

filter=() checks=true
while [ $# -gt 0 ]; do
  case $1 in
    --filter) [ $# -ge 2 ] || die '--filter needs an expression' && filter=(--filter "$2") && shift 2 ;;
    --kills) [ $# -ge 2 ] || die '--kills needs a number' && export BILLING_TEST_KILLS=$2 && shift 2 ;;
    --no-checks) checks=false && shift ;;
    --slow)
      export BILLING_TEST_TENANTS=500 BILLING_TEST_KILLS=${BILLING_TEST_KILLS:-12}
      export BILLING_TEST_FAILOVERS=${BILLING_TEST_FAILOVERS:-12} && shift
      ;;
    --soak)
      export BILLING_TEST_SOAK_MINUTES=10 && shift
      if [[ ${1-} =~ ^[0-9]+$ ]]; then BILLING_TEST_SOAK_MINUTES=$1 && shift; fi
      ;;
    --failovers) [ $# -ge 2 ] || die '--failovers needs a number' && export BILLING_TEST_FAILOVERS=$2 && shift 2 ;;
    -h | --help) usage && exit ;;
    *) die "unknown argument: $1 (see --help)" ;;
  esac
done

cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=$PWD/artifacts/tests
export BILLING_TEST_LOGS=$results/logs
s3=$(mktemp -d -t billing-operator-s3-XXXXXX)
parts=$(mktemp)
end_to_end=tests/BillingOperator.Tests
declare -A outputs=() # What the tests of a project say, by the process that runs them.
trap 'end_background; "$testenv/stop.sh" "$s3"; rm -f "$parts"' EXIT

check() {
  step 'restoring the tools' dotnet tool restore &&
    step 'checking the formatting' dotnet csharpier check . || return
  ! command -v shellcheck > /dev/null || shellcheck -x hack/*.sh hack/testenv/*.sh .ci/run
}

run_tests() {
  rm -rf "$results"
  mkdir -p "$BILLING_TEST_LOGS"
  local s3_port project status=0
  s3_port=$(free_port)
  BILLING_TEST_S3_ENDPOINT=$(TESTENV_OWNER=$$ "$testenv/start-s3.sh" "$s3" "$s3_port" "$(free_port)") || return
  export BILLING_TEST_S3_DIRECTORY=$s3 BILLING_TEST_S3_ENDPOINT
  # The end-to-end tests come last and alone: some of them hold the program to seconds.
  for project in tests/*.Tests; do
    [ "$project" = "$end_to_end" ] && continue
    [ "${#outputs[@]}" -lt 2 ] || end_one || status=1
    begin "$project"
  done
  publish_operator "$PWD/artifacts/program" || return # Beside the last tests, which mostly wait.
  while [ "${#outputs[@]}" -gt 0 ]; do end_one || status=1; done
  export BILLING_TEST_PROGRAM=$PWD/artifacts/program/billing-operator
  begin "$end_to_end"
  end_one || status=1
  return "$status"
}

# begin PROJECT: starts the tests of a project, beside what runs already.
begin() {
  local output
  output=$(mktemp)
  in_background dotnet test "$1" --no-build --results-directory "$results" "${filter[@]}" \
    --logger "trx;LogFileName=${1##*/}.trx" --logger 'console;verbosity=minimal' > "$output" 2>&1
  outputs[$!]=$output
}

# Waits for the tests of one project, and shows what they said.
end_one() {
  local pid status=0
  wait -n -p pid "${!outputs[@]}" || status=$?
  grep -vE '^(Test run for |A total of |Results File: |$)' "${outputs[$pid]}" || true
  rm -f "${outputs[$pid]}"
  unset "outputs[$pid]"
  return "$status"
}

# Adds up one counter over the result files of all test projects.
count() {
  local total=0 number
  while read -r number; do total=$((total + number)); done < <(
    grep -rhoE --include='*.trx' '<Counters [^>]*' "$results" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+'
  )
  echo "$total"
}

main() {
  # The parts may take minutes the first time: meanwhile, all that needs none of them.
  in_background "$testenv/parts.sh" control-plane custom-resources debian-etcd s3 swift helm croniter promtool image \
    lua sqlite3 fish zsh > "$parts"
  local getting_parts=$!
  local status=0 passed failed skipped
  if $checks; then check || status=1; fi
  step 'building' dotnet build BillingOperator.sln -v quiet
  wait "$getting_parts" || die 'the parts are not complete'
  PATH=$(< "$parts"):$PATH

  run_tests || status=1
  grep -rhoE --include='*.trx' 'Summary: [^<]+' "$results" || true
  find "$BILLING_TEST_LOGS" -name versions -exec cat {} + | sort | uniq -c | sed -E 's/^ *([0-9]+)/Control planes: \1 of/'
  passed=$(count passed) failed=$(count failed)
  skipped=$(($(count total) - passed - failed))
  [ $((passed + failed)) -gt 0 ] || status=1
  [ "$status" -eq 0 ] || echo "Something failed; the logs of the servers are in ${BILLING_TEST_LOGS#"$PWD/"}."
  if [ "$skipped" -gt 0 ]; then skipped=", $skipped skipped"; else skipped=; fi
  echo "$passed passed, $failed failed$skipped"
  exit "$status"
}

main
