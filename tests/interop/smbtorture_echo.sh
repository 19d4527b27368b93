#!/usr/bin/env bash
# smbtorture's rpc.echo against rpcecho-server: the cases that need types we take.
# usage: smbtorture_echo.sh PORT
set -euo pipefail
port=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '[global]\nstate directory = %s\nlock directory = %s\nprivate dir = %s\ncache directory = %s\nlog file = %s/log\n' \
  "$work" "$work" "$work" "$work" "$work" >"$work/smb.conf"
# The suite's names of the cases; sleep sends three overlapping calls and wants them in the order of their delays.
for syntax in ndr20 ndr64; do
  options=$port; [ "$syntax" = ndr20 ] || options=$port,ndr64
  for case in addone echodata sinkdata sourcedata sleep testcall surrounding doublepointer; do
    timeout 120 smbtorture --configfile="$work/smb.conf" -U% "ncacn_ip_tcp:127.0.0.1[$options]" "rpc.echo.echo.$case" \
      >"$work/out" 2>&1 || { cat "$work/out"; echo "smbtorture: $case ($syntax) failed" >&2; exit 1; }
    grep -q '^success:' "$work/out" || { cat "$work/out"; echo "smbtorture: $case ran nothing" >&2; exit 1; }
    echo "smbtorture: $case ($syntax): ok"
  done
done
