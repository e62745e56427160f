#!/usr/bin/env bash
# Starts etcd and kube-apiserver on loopback, with RBAC and an audit log, and prints the administrator's kubeconfig.
# In a folder that was started before, it starts those that do not run any more, with the data they had.
# Usage: start-control-plane.sh DIR PORT ETCD_PORT [etcd|kube-apiserver]     stop: stop.sh DIR
# The administrator's token is in DIR/admin.token, what runs in DIR/versions; TESTENV_OWNER=PID stops all when that process ends. TESTENV_ETCD=FILE
# is the etcd to use in place of the one that parts.sh finds.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -ge 3 ] || die "usage: ${0##*/} DIR PORT ETCD_PORT [etcd|kube-apiserver]"
dir=$(realpath -m "$1") port=$2 etcd_port=$3 only=${4:-}
PATH=$("$testenv/parts.sh" control-plane):$PATH
mkdir -p "$dir"
cd "$dir"

start_etcd() {
  running etcd || launch etcd "${TESTENV_ETCD:-etcd}" --data-dir "$dir/etcd" --unsafe-no-fsync --listen-peer-urls http://127.0.0.1:0 \
    --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port"
}

start_apiserver() {
  running kube-apiserver || launch kube-apiserver kube-apiserver "${front_proxy[@]}" \
    --proxy-client-cert-file=front-proxy.crt --proxy-client-key-file=front-proxy.key \
    --bind-address=127.0.0.1 --secure-port="$port" --etcd-servers="http://127.0.0.1:$etcd_port" \
    --cert-dir="$dir/certificates" --tls-cert-file=server.crt --tls-private-key-file=server.key \
    --client-ca-file=ca.crt --token-auth-file=tokens.csv \
    --service-account-key-file=sa.key --service-account-signing-key-file=sa.key \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range=10.0.0.0/24 \
    --authorization-mode=RBAC --disable-admission-plugins=ServiceAccount --endpoint-reconciler-type=none \
    --audit-policy-file=audit-policy.yaml --audit-log-path="$dir/audit.log" --audit-log-mode=blocking
}

create_identities() {
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  openssl ecparam -genkey -name prime256v1 -noout -out sa.key
  openssl req -x509 "${key[@]}" -keyout ca.key -out ca.crt -subj /CN=test-ca -days 30
  openssl req "${key[@]}" -keyout server.key -subj /CN=kube-apiserver |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 30 \
      -extfile <(echo 'subjectAltName=IP:127.0.0.1,IP:10.0.0.1,DNS:localhost,DNS:kubernetes.default.svc,DNS:custom-resources.kube-system.svc')
  openssl req "${key[@]}" -keyout front-proxy.key -subj /CN=front-proxy |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -out front-proxy.crt -days 30
  openssl rand -hex 16 > admin.token
  echo "$(< admin.token),admin,admin,system:masters" > tokens.csv
}

create_settings() {
  cat > audit-policy.yaml << YAML
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata}]
YAML
  cat > kubeconfig << YAML
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://127.0.0.1:$port", certificate-authority: $dir/ca.crt}}]
users: [{name: admin, user: {token: $(< admin.token)}}]
contexts: [{name: local, context: {cluster: local, user: admin}}]
current-context: local
YAML
}

describe() {
  local etcd
  etcd=$(curl -fsS "http://127.0.0.1:$etcd_port/version" | sed -E 's/.*"etcdserver":"([^"]+)".*/\1/')
  echo "$(kube-apiserver --version | sed 's/ v/ /'), etcd $etcd"
}

if [ ! -f kubeconfig ]; then
  create_identities 2> openssl.log || die "openssl failed: $(< openssl.log)"
  create_settings
fi
[ "$only" = kube-apiserver ] || start_etcd
[ "$only" = etcd ] || start_apiserver
stop_with_owner
[ "$only" = kube-apiserver ] || await etcd 60 curl -fsS "http://127.0.0.1:$etcd_port/health"
[ "$only" = etcd ] || await kube-apiserver 120 curl -fsS --cacert ca.crt "https://127.0.0.1:$port/readyz"
[ -f versions ] || describe > versions
echo "$dir/kubeconfig"
