#!/usr/bin/env bash
# Measures the published operator on real parts, side by side with bare loops. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/bench.sh [--tenants N] [--rounds N] [--memory N...] [--only SCENARIO...]

Publishes the operator as the container has it, measures it on a real API server and a real S3 server in turn with bare
loops that do the same work, prints a table for each scenario, and writes artifacts/bench/results.json. About 40 minutes
with the defaults on 2 cores; nothing else should run on the machine meanwhile. The exit code is 1 where a bar was missed.

  --tenants N          tenants in every scenario but that of memory: 10000
  --rounds N           how often each comparison is made; the medians are compared: 3
  --memory N...        numbers of tenants at which the peak memory is measured: 1000 10000 50000
  --only SCENARIO...   startup, coldstart, run, rerun, verify, idle, memory; all by default
  -h, --help           this text
HELP
}

case " $* " in *' -h '* | *' --help '*) usage && exit ;; esac

cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=$PWD/artifacts/bench
program=$results/program
mkdir -p "$results"
trap end_background EXIT

parts=$(mktemp)
in_background "$testenv/parts.sh" control-plane s3 rclone > "$parts"
getting_parts=$!
publish_operator "$program"
step 'building the benchmarks' dotnet build tests/BillingOperator.Benchmarks -c Release -v quiet -p:UseSharedCompilation=false
wait "$getting_parts" || die 'the parts are not complete'
PATH=$(< "$parts"):$PATH
rm -f "$parts"

"tests/BillingOperator.Benchmarks/bin/Release/net10.0/BillingOperator.Benchmarks" \
  --program "$program/billing-operator" --json "$results/results.json" "$@"
