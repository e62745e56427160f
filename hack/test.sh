#!/usr/bin/env bash
# Runs every check and every test of the project, on real parts. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/test.sh [--filter EXPRESSION] [--no-checks] [--kills N] [--soak [MINUTES]] [--failovers N]

Gets the real parts that the tests run on (kube-apiserver, the server of current custom resources, two etcds, kubectl,
Helm, two S3 servers, croniter; kept in ~/.cache/billing-operator), checks the formatting, builds, publishes the program
as the container has it, and runs every test, those that start the program on the published one.
Ends with one line such as '512 passed, 0 failed', and with exit code 0 only if there were tests and all of them passed.

  --filter EXPRESSION   only the tests that match, as 'dotnet test --filter' does: --filter 'Name~On_premises'
  --kills N             kill the operator at N random moments, beside every step of a run; 6 where this is not given
  --no-checks           without the checks of formatting and shell scripts
  --soak [MINUTES]      lets the operator work under random faults for so long (default 10; without: half a minute);
                        alone: --soak --filter Name~random_faults
  --failovers N         end N leaders at random, not the usual eight: about 20 s each
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
trap 'end_background; "$testenv/stop.sh" "$s3"; rm -f "$parts"' EXIT

check() {
  step 'restoring the tools' dotnet tool restore &&
    step 'checking the formatting' dotnet csharpier check . || return
  ! command -v shellcheck > /dev/null || shellcheck -x hack/*.sh hack/testenv/*.sh .ci/run
}

run_tests() {
  rm -rf "$results"
  mkdir -p "$BILLING_TEST_LOGS"
  local s3_port
  s3_port=$(free_port)
  BILLING_TEST_S3_ENDPOINT=$(TESTENV_OWNER=$$ "$testenv/start-s3.sh" "$s3" "$s3_port" "$(free_port)") || return
  export BILLING_TEST_S3_DIRECTORY=$s3 BILLING_TEST_S3_ENDPOINT
  dotnet test BillingOperator.sln --no-build -maxcpucount:1 --results-directory "$results" "${filter[@]}" \
    --logger trx --logger 'console;verbosity=minimal' < /dev/null |
    { grep --line-buffered -vE '^(Test run for |A total of |Results File: |$)' || true; }
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
  in_background "$testenv/parts.sh" control-plane custom-resources debian-etcd s3 swift helm croniter > "$parts"
  local getting_parts=$!
  local status=0 passed failed skipped
  if $checks; then check || status=1; fi
  step 'building' dotnet build BillingOperator.sln -v quiet
  publish_operator "$PWD/artifacts/program"
  export BILLING_TEST_PROGRAM=$PWD/artifacts/program/billing-operator
  wait "$getting_parts" || die 'the parts are not complete'
  PATH=$(< "$parts"):$PATH

  run_tests || status=1
  grep -rhoE --include='*.trx' 'Summary: [^<]+' "$results" || true
  [ ! -f "$BILLING_TEST_LOGS/servers.log" ] || sort "$BILLING_TEST_LOGS/servers.log" | uniq -c | sed -E 's/^ *([0-9]+)/Control planes: \1 of/'
  passed=$(count passed) failed=$(count failed)
  skipped=$(($(count total) - passed - failed))
  [ $((passed + failed)) -gt 0 ] || status=1
  [ "$status" -eq 0 ] || echo "Something failed; the logs of the servers are in ${BILLING_TEST_LOGS#"$PWD/"}."
  if [ "$skipped" -gt 0 ]; then skipped=", $skipped skipped"; else skipped=; fi
  echo "$passed passed, $failed failed$skipped"
  exit "$status"
}

main
