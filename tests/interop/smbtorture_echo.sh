#!/usr/bin/env bash
# smbtorture's rpc.echo against rpcecho-server: all its cases, in each presentation.
# usage: smbtorture_echo.sh PORT
set -euo pipefail
port=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '[global]\nstate directory = %s\nlock directory = %s\nprivate dir = %s\ncache directory = %s\nlog file = %s/log\n' \
  "$work" "$work" "$work" "$work" "$work" >"$work/smb.conf"
# The suite's names of the cases; sleep sends three overlapping calls and wants them in the order of their delays.
cases=(addone sinkdata echodata sourcedata testcall testcall2 enum surrounding doublepointer sleep)
for presentation in plain bigendian ndr64 validate padcheck; do
  options=$port; [ "$presentation" = plain ] || options=$port,$presentation
  timeout 120 smbtorture --configfile="$work/smb.conf" -U% "ncacn_ip_tcp:127.0.0.1[$options]" rpc.echo \
    >"$work/out" 2>&1 || { cat "$work/out"; echo "smbtorture: $presentation failed" >&2; exit 1; }
  for case in "${cases[@]}"; do
    grep -qx "success: echo.$case" "$work/out" || { cat "$work/out"; echo "smbtorture: $case ($presentation) did not pass" >&2; exit 1; }
  done
  [ "$(grep -c '^success: echo\.' "$work/out")" = ${#cases[@]} ] || { cat "$work/out"; echo "smbtorture: other cases" >&2; exit 1; }
  # What padcheck says of bytes that are not zero.
  if grep -i 'non-zero padding\|^WARNING' "$work/out"; then exit 1; fi
  echo "smbtorture: rpc.echo ($presentation): ${#cases[@]} of ${#cases[@]}"
done
