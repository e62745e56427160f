#!/usr/bin/env bash
# Waits until every CRD of a control plane is served. A whole API server does the rest by itself; behind that of
# start-modern-control-plane.sh, the groups of the CRDs are made known to it here.
# Usage: await-crds.sh DIR
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 1 ] || die "usage: ${0##*/} DIR"
PATH=$("$testenv/parts.sh" control-plane):$PATH
cd "$1"
export KUBECONFIG=$PWD/kubeconfig
services=/apis/apiregistration.k8s.io/v1/apiservices

# eventually COMMAND...: polls until the command succeeds; fails with its words when a minute is over.
eventually() {
  local deadline=$((SECONDS + 60)) words
  until words=$("$@" 2>&1); do
    [ "$SECONDS" -lt "$deadline" ] || die "$words"
    sleep 0.1
  done
}

# kubectl gives up at once on a CRD that has no conditions yet.
eventually kubectl wait --for=condition=Established --timeout=30s crd --all
[ -f custom-resources.json ] || exit 0

# Asked for before its objects are served, an APIService would be looked at again only after some seconds.
# shellcheck disable=SC2016 # the variable is the template's
served=$(kubectl get crd -o go-template='{{range .items}}{{$group := .spec.group}}{{range .spec.versions}}{{if .served}}{{
  .name}} {{$group}}{{"\n"}}{{end}}{{end}}{{end}}' | sort -u)
custom_resources=https://127.0.0.1:$(sed -nE 's/.*"port": ([0-9]+).*/\1/p' custom-resources.json)
while read -r version group; do
  [ -n "$group" ] || continue
  if ! api "$services/$version.$group" > /dev/null 2>&1; then
    eventually curl -fsS --cacert ca.crt -H "Authorization: Bearer $(< admin.token)" "$custom_resources/apis/$group/$version"
    api "$services" -o /dev/null -H 'Content-Type: application/json' -d "{\"metadata\": {\"name\": \"$version.$group\"},
      \"spec\": {\"group\": \"$group\", \"version\": \"$version\", \"groupPriorityMinimum\": 1000, \"versionPriority\": 15,
      $(< custom-resources.json)}}"
  fi
  eventually api "/apis/$group/$version"
done <<< "$served"
