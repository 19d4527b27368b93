#!/usr/bin/env bash
# Samba's smbtorture and Impacket against our server with authentication.
# usage: auth_foreign_clients.sh PYTHON PORT      (inside tests/security/support/realm.sh run)
set -euo pipefail
python=$1
port=$2
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for level in connect integrity privacy; do
  "$python" "$here/echo_client_impacket.py" "$port" $level >/dev/null
  echo "impacket: ntlm $level: ok"
done
printf '[global]\nworkgroup = FARCALL\nrealm = FARCALL.TEST\nclient ipc min protocol = NT1\nstate directory = %s\nlock directory = %s\nprivate dir = %s\ncache directory = %s\nlog file = %s/log\n' \
  "$work" "$work" "$work" "$work" "$work" >"$work/smb.conf"
torture() {
  local options=$1
  shift
  for case in addone echodata sinkdata sourcedata; do
    timeout 120 smbtorture --configfile="$work/smb.conf" "$@" \
      "ncacn_ip_tcp:127.0.0.1[$port,$options]" "rpc.echo.echo.$case" >"$work/out" 2>&1 ||
      { cat "$work/out"; echo "smbtorture: $options: $case failed" >&2; exit 1; }
    grep -q '^success:' "$work/out" || { cat "$work/out"; echo "smbtorture: $case ran nothing" >&2; exit 1; }
  done
  echo "smbtorture: $options: ok"
}
for level in connect packet sign seal; do
  torture "ntlm,$level" -U 'FARCALL\alice%Password'
  torture "spnego,$level" -U 'FARCALL\alice%Password'
done
for level in connect packet sign seal; do
  torture "krb5,$level,target_hostname=server.farcall.test,target_principal=host/server.farcall.test" \
    -U 'alice@FARCALL.TEST%Password' --use-kerberos=required
  torture "spnego,$level,target_hostname=server.farcall.test,target_principal=host/server.farcall.test" \
    -U 'alice@FARCALL.TEST%Password' --use-kerberos=required
done
