#!/usr/bin/env bash
# Starts a real S3 server on loopback, its objects in memory: the gateway of a one-node Ceph. Prints its endpoint.
# Usage: start-s3.sh DIR S3_PORT MON_PORT     keys: billing-test / billing-test-secret     stop: stop.sh DIR
# TESTENV_OWNER=PID stops all when that process ends.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 3 ] || die "usage: ${0##*/} DIR S3_PORT MON_PORT"
dir=$(realpath -m "$1") port=$2 mon_port=$3
access_key_id=billing-test secret_access_key=billing-test-secret
PATH=$("$testenv/parts.sh" s3):$PATH
mkdir -p "$dir"/{mon,osd,run}
cd "$dir"
fsid=$(< /proc/sys/kernel/random/uuid)

# One placement group a pool and short intervals: up in 2 s instead of 13 s.
cat > ceph.conf << CONF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$mon_port
mon initial members = a
mon allow pool size one = true
mon data avail crit = 1
mon data avail warn = 1
paxos propose interval = 0.01
paxos min wait = 0.01
objecter tick interval = 0.2
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
osd class load list = *
osd class default list = *
memstore device bytes = 2147483648
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = $dir/keyring
run dir = $dir/run
admin socket = $dir/run/\$name.asok
pid file =
log file = $dir/\$name.log
mon data = $dir/mon
osd data = $dir/osd
[client]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw enable apis = s3, sts, iam
rgw dns name = s3.internal
rgw s3 auth use sts = true
rgw s3 auth order = local, sts
rgw sts key = billing-test-sts
rgw dynamic resharding = false
rgw override bucket index max shards = 1
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = billing-key=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
CONF

create_cluster() {
  ceph-authtool --create-keyring keyring --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
  ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
  monmaptool --create --addv a "[v2:127.0.0.1:$mon_port]" --fsid "$fsid" monmap
  osdmaptool -c ceph.conf --createsimple 1 osdmap
  ceph-mon -c ceph.conf --mkfs -i a --monmap monmap --osdmap osdmap --keyring keyring
}

create_cluster > create.log 2>&1 || die "cannot create the store: $(tail -n 5 create.log)"
launch mon ceph-mon -c ceph.conf -i a -f
stop_with_owner
timeout 30 ceph-osd -c ceph.conf -i 0 --mkfs >> create.log 2>&1 || die "cannot create the store: $(tail -n 5 create.log mon.log)"
launch osd ceph-osd -c ceph.conf -i 0 -f
timeout 60 radosgw-admin -c ceph.conf user create --uid=billing --display-name=billing \
  --access-key="$access_key_id" --secret-key="$secret_access_key" > user.json 2> user.log ||
  die "cannot create the user: $(tail -n 5 user.log mon.log osd.log)"
launch rgw radosgw -c ceph.conf -n client.admin -f
await rgw 60 curl -fsS "http://127.0.0.1:$port/"
echo "http://127.0.0.1:$port"
