#!/usr/bin/env bash
# Samba's torture suites of the endpoint mapper and of the management interface against ours. They ask the mapper at port 135, so
# all runs in a network namespace of its own, with a loopback device of its own.
# usage: smbtorture_mapper.sh RPCECHO_SERVER      exit status 0: what docs/interop/smbtorture.md says passes, and nothing less
set -euo pipefail
if [ "${2:-}" != inside ]; then
  [ "$(id -u)" = 0 ] && exec unshare -n "$0" "$1" inside
  exec unshare -rn "$0" "$1" inside
fi
PATH=$PATH:/usr/sbin ip link set lo up
work=$(mktemp -d)
server=
trap 'kill "$server" && wait "$server" || true; rm -rf "$work"' EXIT
# Three elements over TCP, which the suite's look-ups need.
FARCALL_NCALRPC_DIR=$work "$1" --protseq ncacn_ip_tcp --protseq ncacn_ip_tcp --protseq ncacn_ip_tcp --epmapper-port 135 >"$work/out" &
server=$!
for _ in $(seq 400); do
  [ "$(grep -c '^listening' "$work/out")" = 5 ] && break
  sleep 0.05
done

# Samba's name for the local endpoint has capitals.
ln -s epmapper "$work/EPMAPPER"

torture() {  # BINDING CASE
  timeout 100 smbtorture -U% --basedir="$work" --option="ncalrpc dir=$work" --option="state directory=$work" \
    --option="lock directory=$work" --option="cache directory=$work" --option="private dir=$work" "$1" "$2" >"$work/torture" 2>&1
}
failures=0
passes() {
  if torture "$1" "$2" && grep -q '^success: ' "$work/torture"; then
    echo "smbtorture $1 $2: passes"
  else
    echo "smbtorture $1 $2: FAILED"; tail -20 "$work/torture"; failures=$((failures + 1))
  fi
}
# The reason is in the document; the place of the failure is checked, so that another one is noticed.
fails_at() {
  if torture "$1" "$2" || ! grep -qF "$3" "$work/torture"; then
    echo "smbtorture $1 $2: does not fail as the document says"; tail -20 "$work/torture"; failures=$((failures + 1))
  else
    echo "smbtorture $1 $2: fails as the document says"
  fi
}
tcp=ncacn_ip_tcp:127.0.0.1
cases=rpc.epmapper.epmapper
passes $tcp rpc.mgmt
for binding in $tcp ncalrpc:; do
  passes $binding $cases.Map_simple
  passes $binding $cases.Lookup_terminate_search
  fails_at $binding $cases.Lookup_simple "r.out.result == ( 0x16c9a0d6 )"
done
for each in Map_full Insert_noreplace; do
  fails_at $tcp $cases.$each "nsert failed"
  passes ncalrpc: $cases.$each
done
[ $failures -eq 0 ]
