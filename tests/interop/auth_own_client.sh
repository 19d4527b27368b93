#!/usr/bin/env bash
# Our client against our server: every mechanism at every level, and wrong passwords.
# usage: auth_own_client.sh CLIENT PORT      (inside tests/security/support/realm.sh run)
set -euo pipefail
client=$1
port=$2
for mechanism in ntlm kerberos negotiate negotiate-ntlm; do
  policy=
  [ $mechanism = negotiate-ntlm ] && policy=ntlm=on
  for level in connect pkt integrity privacy; do
    FARCALL_SECURITY=$policy timeout 60 "$client" "$port" auth $mechanism $level >/dev/null
    echo "own client: $mechanism $level: ok"
  done
  FARCALL_SECURITY=$policy timeout 60 "$client" "$port" auth $mechanism privacy Wrong
done
timeout 60 "$client" "$port" small >/dev/null
