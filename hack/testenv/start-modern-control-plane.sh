#!/usr/bin/env bash
# Starts a control plane whose custom resources are served by today's code: etcd 3.5, kube-apiserver 1.20 for everything
# else (namespaces, Secrets, leases, events, RBAC, tokens), and behind its aggregation layer apiextensions-apiserver 1.36.
# A client sees one server, whose custom resources have CEL rules and streaming lists. Prints the administrator's
# kubeconfig. After CRDs were applied, await-crds.sh DIR makes their groups known.
# In a folder that was started before, it starts those that do not run any more, with the data they had.
# Usage: start-modern-control-plane.sh DIR PORT ETCD_PORT CUSTOM_RESOURCES_PORT [etcd|apiservers]     stop: stop.sh DIR
# An API server in KUBEBUILDER_ASSETS is taken as it is, whole. The rest is as in start-control-plane.sh.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -ge 4 ] || die "usage: ${0##*/} DIR PORT ETCD_PORT CUSTOM_RESOURCES_PORT [etcd|apiservers]"
dir=$(realpath -m "$1") port=$2 etcd_port=$3 custom_port=$4 only=${5:-}
"$testenv/parts.sh" control-plane custom-resources > /dev/null
start=("$testenv/start-control-plane.sh" "$dir" "$port" "$etcd_port" ${only:+"${only/apiservers/kube-apiserver}"})
[ ! -x "$assets/kube-apiserver" ] || exec "${start[@]}"
export TESTENV_ETCD=${TESTENV_ETCD:-$cache/modern/etcd}

start_custom_resources() {
  # Its admission policies and its fairness would need APIs that 1.20 has not. What it must know of kube-apiserver stands
  # in the files here, so that it can start beside it.
  running apiextensions-apiserver || launch apiextensions-apiserver "$cache/modern/apiextensions-apiserver" \
    "${front_proxy[@]}" --bind-address=127.0.0.1 --secure-port="$custom_port" \
    --etcd-servers="http://127.0.0.1:$etcd_port" --etcd-prefix=/registry/custom \
    --tls-cert-file=server.crt --tls-private-key-file=server.key --client-ca-file=ca.crt --authentication-skip-lookup \
    --kubeconfig=kubeconfig --authentication-kubeconfig=kubeconfig --authorization-kubeconfig=kubeconfig \
    --enable-priority-and-fairness=false \
    --disable-admission-plugins=MutatingAdmissionPolicy,ValidatingAdmissionPolicy,MutatingAdmissionWebhook,ValidatingAdmissionWebhook
}

# Both the CRDs and, once await-crds.sh has added them, the groups of their objects are served behind kube-apiserver.
# Without its label, kube-apiserver leaves an APIService as it is put.
put_behind_kube_apiserver() {
  local services=/apis/apiregistration.k8s.io/v1/apiservices json='Content-Type: application/json'
  api /api/v1/namespaces/kube-system/services -H "$json" -d '{"metadata": {"name": "custom-resources"},
      "spec": {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": 443}]}}' &&
    api "$services/v1beta1.apiextensions.k8s.io" -X DELETE &&
    api "$services/v1.apiextensions.k8s.io" -X PATCH -H 'Content-Type: application/merge-patch+json' -d "{
      \"metadata\": {\"labels\": {\"kube-aggregator.kubernetes.io/automanaged\": null}}, \"spec\": {$backend}}" &&
    echo "$backend" > custom-resources.json
}

version() {
  curl -fsS --cacert ca.crt -H "Authorization: Bearer $(< admin.token)" "https://127.0.0.1:$custom_port/version" |
    sed -nE 's/.*"(major|minor)": "([0-9]+)".*/\2/p' | paste -sd.
}

# Whether kube-apiserver sends on what it is asked about custom resources: it looks at a server only after some time.
are_available() {
  ! api /apis/apiregistration.k8s.io/v1/apiservices | grep -q '"status":"False"'
}

"${start[@]}" > /dev/null
cd "$dir"
if [ "$only" != etcd ]; then
  backend="\"caBundle\": \"$(base64 -w0 ca.crt)\",
    \"service\": {\"name\": \"custom-resources\", \"namespace\": \"kube-system\", \"port\": $custom_port}"
  start_custom_resources
  await kube-apiserver 60 api /api/v1/namespaces/kube-system
  await apiextensions-apiserver 120 curl -fsS --cacert ca.crt "https://127.0.0.1:$custom_port/readyz"
  if [ ! -f custom-resources.json ]; then
    put_behind_kube_apiserver > aggregation.log 2>&1 || die "$(tail -n 5 aggregation.log)"
    echo "$(< versions), custom resources of Kubernetes $(version)" > versions
  fi
  await apiextensions-apiserver 60 are_available
fi
echo "$dir/kubeconfig"
