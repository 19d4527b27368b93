#!/usr/bin/env bash
# Our client and our tool against Samba's endpoint mapper and its account server, over TCP and over ncalrpc: Samba's Unix sockets
# carry the same protocol as ours.
# usage: samba_epmapper.sh MAPPER_CLIENT FARCALL
#
# Samba's mapper has port 135 and no other: all runs in a network namespace of its own, with a loopback device of its own.
set -euo pipefail
if [ "${3:-}" != inside ]; then
  [ "$(id -u)" = 0 ] && exec unshare -n "$0" "$1" "$2" inside
  exec unshare -rn "$0" "$1" "$2" inside
fi
PATH=$PATH:/usr/sbin ip link set lo up
client=$1
farcall=$2
helpers=/usr/libexec/samba
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true; }
trap 'stop; rm -rf "$work"' EXIT
mkdir "$work"/{private,state,lock,cache,pid,ncalrpc}
cat >"$work/smb.conf" <<END
[global]
workgroup = FARCALL
netbios name = SERVER
server role = standalone server
private dir = $work/private
state directory = $work/state
lock directory = $work/lock
cache directory = $work/cache
pid directory = $work/pid
ncalrpc dir = $work/ncalrpc
log file = $work/log
interfaces = lo
bind interfaces only = yes
rpc start on demand helpers = false
END
# Samba starts to log before it has read where to: as root, below /var.
for helper in rpcd_epmapper rpcd_lsad; do
  printf '#!/bin/sh\nexec %s/%s -l "%s" "$@"\n' $helpers $helper "$work" >"$work/$helper"
  chmod +x "$work/$helper"
done
"$helpers/samba-dcerpcd" -l "$work" -s "$work/smb.conf" -F -i "$work/rpcd_epmapper" "$work/rpcd_lsad" >"$work/out" 2>&1 &
server=$!
ready=
for _ in $(seq 400); do
  python3 -c "import socket; socket.create_connection(('127.0.0.1', 135)).close()" 2>/dev/null && { ready=1; break; }
  kill -0 "$server" 2>/dev/null || break
  sleep 0.05
done
[ -n "$ready" ] || { cat "$work"/out "$work"/log*; echo "samba-dcerpcd does not start" >&2; exit 1; }

failures=0
try() {
  echo "-- samba: $*"
  timeout 120 "$@" || { echo "FAILED"; failures=$((failures + 1)); }
}
# Samba's names for its endpoints have capitals; ours would be "epmapper".
export FARCALL_NCALRPC_DIR=$work/ncalrpc
ln -s EPMAPPER "$work/ncalrpc/epmapper"
# The usual mapper of this computer is Samba's now, reached through its local socket for inquiries, and port 135.
try "$client" samr ncacn_ip_tcp:127.0.0.1 MGMT
try "$client" samr ncalrpc: MGMT
for mapper in ncacn_ip_tcp:127.0.0.1 'ncalrpc:[EPMAPPER]'; do
  try "$farcall" dump "$mapper"
  "$farcall" dump --json "$mapper" >"$work/dump"
  python3 - "$work/dump" <<'END' || failures=$((failures + 1))
import json, sys
shown = json.load(open(sys.argv[1]))
assert shown["ok"], shown
samr = [each for each in shown["elements"] if each["interface"] == "12345778-1234-abcd-ef00-0123456789ac"]
assert {each["binding"].split(":")[0] for each in samr} == {"ncacn_ip_tcp", "ncalrpc"}, samr
assert all(each["ok"] and each["listening"] and each["interfaces"] for each in shown["endpoints"]), shown["endpoints"]
END
done
[ $failures -eq 0 ]
