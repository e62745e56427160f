#!/usr/bin/env bash
# Starts another real S3 server on loopback: OpenStack Swift with its s3api, one server of each kind, objects in DIR (a
# file system with user xattrs). Prints its endpoint.
# Usage: start-swift.sh DIR S3_PORT ACCOUNT_PORT CONTAINER_PORT OBJECT_PORT CACHE_PORT
# Keys: billing:test / billing-test-secret     stop: stop.sh DIR     TESTENV_OWNER=PID stops all when that process ends.
set -euo pipefail
# shellcheck source=hack/testenv/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 6 ] || die "usage: ${0##*/} DIR S3_PORT ACCOUNT_PORT CONTAINER_PORT OBJECT_PORT CACHE_PORT"
dir=$(realpath -m "$1") s3_port=$2 cache_port=$6
declare -A ports=([account]=$3 [container]=$4 [object]=$5)
PATH=$("$testenv/parts.sh" swift):$PATH
mkdir -p "$dir"/{devices/d,cache,lock}
cd "$dir"

# configure SERVER PORT [LINE...]: no forks, no privileges, its own rings. Policies and hash salts are the package's own.
configure() {
  printf '%s\n' '[DEFAULT]' 'bind_ip = 127.0.0.1' "bind_port = $2" 'workers = 0' "user = $(id -un)" "swift_dir = $dir" \
    "devices = $dir/devices" 'mount_check = false' "log_name = $1" 'log_level = ERROR' "${@:3}" > "$1.conf"
}

# One partition on one device each, and one Python for the three, so that starting takes little time.
build_rings() {
  /usr/bin/python3 - << PYTHON
from swift.common.ring import RingBuilder

for kind, port in ("account", ${ports[account]}), ("container", ${ports[container]}), ("object", ${ports[object]}):
    builder = RingBuilder(part_power=0, replicas=1, min_part_hours=0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "d", "weight": 1})
    builder.rebalance()
    builder.get_ring().save(kind + ".ring.gz")
PYTHON
}

build_rings > rings.log 2>&1 || die "cannot build the rings: $(tail -n 5 rings.log)"
for kind in account container object; do
  # A listing must show what was just written, so the container hears of an object before its writer does.
  configure "$kind" "${ports[$kind]}" 'container_update_timeout = 30' "[pipeline:main]" "pipeline = $kind-server" \
    "[app:$kind-server]" "use = egg:swift#$kind" "recon_cache_path = $dir/cache" "recon_lock_path = $dir/lock" \
    'disable_fallocate = true'
done
configure proxy "$s3_port" '[pipeline:main]' \
  'pipeline = catch_errors gatekeeper listing_formats cache s3api tempauth copy versioned_writes symlink proxy-server' \
  '[app:proxy-server]' 'use = egg:swift#proxy' 'account_autocreate = true' 'allow_account_management = true' \
  '[filter:s3api]' 'use = egg:swift#s3api' 'location = us-east-1' 'storage_domain = s3.internal' 'auth_pipeline_check = false' \
  '[filter:tempauth]' 'use = egg:swift#tempauth' 'user_billing_test = billing-test-secret .admin' \
  '[filter:versioned_writes]' 'use = egg:swift#versioned_writes' 'allow_object_versioning = true' \
  '[filter:catch_errors]' 'use = egg:swift#catch_errors' '[filter:gatekeeper]' 'use = egg:swift#gatekeeper' \
  '[filter:cache]' 'use = egg:swift#memcache' "memcache_servers = 127.0.0.1:$cache_port" \
  '[filter:listing_formats]' 'use = egg:swift#listing_formats' '[filter:copy]' 'use = egg:swift#copy' \
  '[filter:symlink]' 'use = egg:swift#symlink'

launch memcached memcached -l 127.0.0.1 -p "$cache_port" -U 0 -m 16 -u "$(id -un)"
for kind in account container object proxy; do launch "$kind" "swift-$kind-server" "$kind.conf" --verbose; done
stop_with_owner
answers() { curl -s -o /dev/null "http://127.0.0.1:$1/"; }
for kind in account container object; do await "$kind" 60 answers "${ports[$kind]}"; done
await proxy 60 answers "$s3_port"
echo "http://127.0.0.1:$s3_port"
