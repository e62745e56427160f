#!/usr/bin/env bash
# Shows the operator's main job on real parts, from nothing. See --help.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/testenv/lib.sh"

usage() {
  cat << 'HELP'
Usage: hack/quickstart.sh [--local | --keep | --stop]

First what needs no cluster: builds the program, bills the tenants of config/samples into a folder, shows what is there,
and verifies it. Then the operator on real parts: starts a Kubernetes API server and an S3 server on this machine's
loopback, installs the operator's CRDs, runs the operator with no more rights than config/rbac/operator gives, declares the
tenants of config/samples and one with a mistake, enables billing, and shows what reached the bucket. In the end all of it
is stopped and removed.

  --local      end after what needs no cluster
  --keep       leave everything running, and say how to go on
  --stop       stop what --keep left running
  -h, --help   this text

The parts are kept in ~/.cache/billing-operator: some minutes the first time, seconds after that.
KUBEBUILDER_ASSETS             a folder with kube-apiserver and etcd to use in place of those that it would get
BILLING_QUICKSTART_DIRECTORY   where it runs, in place of a folder in ~/.cache/billing-operator
HELP
}

keep=false stop=false local=false
case ${1:-} in
  '') ;;
  --local) local=true ;;
  --keep) keep=true ;;
  --stop) stop=true ;;
  -h | --help) usage && exit ;;
  *) die "unknown argument: $1 (see --help)" ;;
esac

cd "$(dirname "$0")/.."
state=${BILLING_QUICKSTART_DIRECTORY:-$cache/quickstart}
samples=config/samples mistakes=config/mistakes
access_key_id=billing-test secret_access_key=billing-test-secret
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

main() {
  if $stop; then stop_all && exit; fi
  ! is_running || die "it runs already: stop it with 'hack/quickstart.sh --stop' first"
  stop_all
  mkdir -p "$state"
  parts=$(mktemp)
  trap 'stopped $?' EXIT
  trap 'exit 130' INT TERM
  $keep || export TESTENV_OWNER=$$

  heading 'Building the program'
  $local || get_parts
  build
  bill_without_a_cluster
  heading "Billed without a cluster, $SECONDS s after the start."
  if $local; then exit; fi

  heading 'Getting the real parts'
  await_parts
  heading 'Starting the API server and the S3 server'
  start_servers
  heading 'Installing the CRDs, and starting the operator as its own service account'
  install
  start_operator
  heading 'Declaring a cloud tenant, an on-premises tenant with blank ids, and a tenant with a mistake'
  declare_samples
  heading 'Enabling billing'
  enable_billing
  show
  heading "Done in $SECONDS s."
  if $keep; then say_how_to_go_on; fi
}

heading() {
  if [ -t 1 ]; then printf '\n\033[1;36m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi
}

is_running() {
  local pid
  for pid in "$state"/*/*.pid; do
    (cd "${pid%/*}" 2> /dev/null && running "$(basename "$pid" .pid)") && return
  done
  return 1
}

# The operator is asked to stop, and given time to; the servers and their data are just dropped.
stop_all() {
  if cd "$state/operator" 2> /dev/null; then
    if running operator; then kill -TERM "$(< operator.pid)"; fi
    for _ in {1..100}; do
      running operator || break
      sleep 0.1
    done
    cd "$OLDPWD"
  fi
  "$testenv/stop.sh" "$state/operator" "$state/control-plane" "$state/s3" "$state"
}

stopped() {
  end_background
  rm -f "$parts" "$parts.log"
  if [ "$1" -ne 0 ]; then
    [ ! -f "$state/operator/operator.log" ] || { echo 'The end of the operator'\''s log:' && tail -n 20 "$state/operator/operator.log"; } >&2
  elif $keep; then
    return
  fi
  stop_all
}

# In the background: what needs no cluster is shown meanwhile.
get_parts() {
  in_background "$testenv/parts.sh" control-plane s3 jq > "$parts" 2> "$parts.log"
  getting_parts=$!
}

await_parts() {
  step 'getting the parts' wait "$getting_parts" || { cat "$parts.log" >&2 && die 'the parts are not complete'; }
  parts_path=$(< "$parts")
  PATH=$parts_path:$PATH
}

# Without what only its developers need, and without a compiler that stays in memory afterwards.
build() {
  local program=$PWD/src/BillingOperator/bin/Release/net10.0/billing-operator.dll
  step 'building the program' \
    dotnet build src/BillingOperator -c Release -v quiet -p:RunAnalyzers=false -p:UseSharedCompilation=false
  mkdir -p "$state/bin"
  printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' "$program" > "$state/bin/billing-operator"
  chmod +x "$state/bin/billing-operator"
  ln -sf billing-operator "$state/bin/kubectl-billing"
  PATH=$state/bin:$PATH
}

bill_without_a_cluster() {
  local folder=$state/local
  show_run billing-operator run --manifests "$samples" --output "$folder"
  heading 'What the finance team finds there'
  (cd "$folder" && find . -type f | sort | cut -c3-)
  heading 'The record of the cloud tenant'
  cat "$folder"/*/*/tenants/fabrikam/*.json
  heading 'The table'
  cat "$folder"/*/*/runs/*/tenants.csv
  heading 'The manifest'
  cat "$folder"/*/*/runs/*/manifest.json
  show_run billing-operator verify --bucket "$folder"
}

# Shows a command line, and what it prints.
show_run() {
  heading "\$ $*"
  "$@"
}

start_servers() {
  "$testenv/start-s3.sh" "$state/s3" "$(free_port)" "$(free_port)" > "$parts" &
  local s3=$!
  # Custom resources as a current API server serves them, where that is built already: it takes minutes.
  if [ -x "$cache/modern/apiextensions-apiserver" ]; then
    KUBECONFIG=$("$testenv/start-modern-control-plane.sh" "$state/control-plane" "$(free_port)" "$(free_port)" "$(free_port)")
  else
    KUBECONFIG=$("$testenv/start-control-plane.sh" "$state/control-plane" "$(free_port)" "$(free_port)")
  fi
  export KUBECONFIG
  wait "$s3"
  endpoint=$(< "$parts")
  bucket=$(setting bucket)
  region=$(setting region)
  s3_request "$bucket" -X PUT
  echo "API server: $(kubectl config view -o 'jsonpath={.clusters[0].cluster.server}'), $(< "$state/control-plane/versions")"
  echo "S3 server:  $endpoint, bucket $bucket"
}

# A field of the sample settings.
setting() { sed -nE "s/^ +$1: *//p" "$samples/billingserversettings.yaml"; }

# s3_request PATH[?QUERY] [CURL_OPTION...]
s3_request() {
  local path=${1%%\?*} query=${1#"${1%%\?*}"}
  # What curl itself leaves out of a signature for S3: the hash of the empty body, and the escapes in the path.
  curl -fsS --aws-sigv4 "aws:amz:$region:s3" --user "$access_key_id:$secret_access_key" \
    -H "x-amz-content-sha256: $(sha256sum < /dev/null | cut -c1-64)" "${@:2}" "$endpoint/${path//=/%3D}$query"
}

# The API server is left to judge what is applied: an older one knows no CEL, and kubectl would refuse that.
apply() { kubectl apply --validate=false "$@"; }

install() {
  apply -k config/setup
  "$testenv/await-crds.sh" "$state/control-plane"
  apply -k config/rbac/operator
  kubectl create secret generic billing-s3 -n billing-system \
    --from-literal=accessKeyId="$access_key_id" --from-literal=secretAccessKey="$secret_access_key"
}

start_operator() {
  local kubeconfig=$state/operator/kubeconfig port
  mkdir -p "$state/operator"
  port=$(free_port)
  (umask 077 && kubectl config view --raw > "$kubeconfig")
  kubectl --kubeconfig "$kubeconfig" config set-credentials operator \
    --token="$(kubectl create token billing-operator -n billing-system --duration=24h)" > /dev/null
  kubectl --kubeconfig "$kubeconfig" config set-context local --user=operator > /dev/null
  kubectl --kubeconfig "$kubeconfig" config delete-user admin > /dev/null
  operator_log=$state/operator/operator.log
  cd "$state/operator"
  stop_with_owner
  POD_NAMESPACE=billing-system launch operator "$state/bin/billing-operator" \
    controller --kubeconfig "$kubeconfig" --http-port "$port" --cluster-name quickstart --log-format text
  await operator 60 curl -fsS "http://127.0.0.1:$port/readyz"
  cd "$OLDPWD"
  echo "It is ready, and may do this:"
  kubectl --kubeconfig "$kubeconfig" auth can-i --list -n billing-system | grep -E '^Resources|billing|events|leases|secrets'
}

# The samples as they are, but for the address of the S3 server, and a tenant with a mistake.
declare_samples() {
  mkdir -p "$state/samples"
  cp "$mistakes/tenant_duplicate_id.yaml" "$state/samples"
  cat > "$state/samples/kustomization.yaml" << YAML
resources:
  - $(realpath --relative-to="$state/samples" "$samples")
  - tenant_duplicate_id.yaml
patches:
  - target: {kind: BillingServerSettings}
    patch: |
      - {op: add, path: /spec/s3/endpoint, value: "$endpoint"}
      - {op: add, path: /spec/s3/allowInsecureEndpoint, value: true}
      - {op: add, path: /spec/s3/forcePathStyle, value: true}
YAML
  kubectl kustomize "$state/samples" > "$state/samples/rendered.yaml"
  apply -f "$state/samples/rendered.yaml"
  await_condition Ready billingserversettings/default
  await_condition Ready tenant --all -n contact-centers -l region=emea
  await_condition Ready billingevent/pureconnect
}

await_condition() { kubectl wait --for=condition="$1" --timeout=60s "${@:2}"; }

enable_billing() {
  kubectl patch billingevent pureconnect --type merge -p '{"spec":{"enabled":true}}'
  kubectl wait --for=jsonpath='{.status.lastRun.state}'=Succeeded --timeout=60s billingevent/pureconnect
  await_condition Uploaded tenant -n contact-centers -l region=emea
}

show() {
  local resource keys manifest
  for resource in tenants billingserversettings billingevents; do
    heading "\$ kubectl get $resource -A"
    kubectl get "$resource" -A
  done
  show_run kubectl billing status
  heading 'What the tenant with the mistake is told'
  kubectl get tenant northwind -n contact-centers -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}{"\n"}'
  heading "What is in the bucket $bucket"
  keys=$(s3_request "$bucket?list-type=2" | grep -o '<Key>[^<]*' | cut -c6-)
  echo "$keys"
  heading 'The record of the cloud tenant'
  s3_request "$bucket/$(grep /tenants/fabrikam/ <<< "$keys")" | jq .
  heading 'The manifest'
  manifest=$(kubectl get billingevent pureconnect -o 'jsonpath={.status.lastRun.manifestKey}')
  s3_request "$bucket/$manifest" | jq .
}

say_how_to_go_on() {
  cat << HELP
Everything goes on running. To go on:

  export KUBECONFIG=$KUBECONFIG PATH=$state/bin:$parts_path:\$PATH
  kubectl billing status
  kubectl billing request pureconnect --wait
  kubectl get tenants,billingserversettings,billingevents -A
  kubectl delete tenant fabrikam -n contact-centers       # northwind gets the id, as soon as it is free
  tail -f $operator_log

The S3 server is $endpoint; its keys: $access_key_id, $secret_access_key.

To stop it all: hack/quickstart.sh --stop
HELP
}

main
