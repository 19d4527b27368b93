#!/usr/bin/env bash
# Our client against Samba's RPC server: every mechanism at every level, header signing on and off, and a wrong password.
# usage: samba_server.sh SAMR_CLIENT      (inside tests/security/support/realm.sh run)
#
# samba-dcerpcd serves the account interface in a directory of its own, on a free loopback port, as whoever runs this.
# Samba wants a Unix account behind its users, so the user has the name of the one who runs the test.
set -euo pipefail
client=$1
user=$(id -un)
helpers=/usr/libexec/samba
hash_of_Password=A4F49C406510BDCAB6824EE7C30FD852
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true; server=; }
trap 'stop; rm -rf "$work"' EXIT

# A Samba that is in no domain refuses tickets with a PAC, and MIT's KDC puts one into each unless it is told not to.
for command in "addprinc -pw Password $user" "modprinc +no_auth_data_required host/server.farcall.test"; do
  PATH=$PATH:/usr/sbin kadmin.local -r FARCALL.TEST $command >"$work/kadmin" 2>&1 || { cat "$work/kadmin"; exit 1; }
done
# Samba starts to log before it has read where to: as root, below /var.
printf '#!/bin/sh\nexec %s/rpcd_lsad -l "%s" "$@"\n' $helpers "$work" >"$work/rpcd_lsad"
chmod +x "$work/rpcd_lsad"
mkdir "$work"/{private,state,lock,cache,pid,ncalrpc}
printf '%s:%s:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:%s:[U          ]:LCT-65000000:\n' "$user" "$(id -u)" $hash_of_Password \
  >"$work/smbpasswd"
chmod 600 "$work/smbpasswd"

configure() {
  local port=$1 header_signing=$2
  cat >"$work/smb.conf" <<END
[global]
workgroup = FARCALL
realm = FARCALL.TEST
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
kerberos method = dedicated keytab
dedicated keytab file = ${KRB5_KTNAME#FILE:}
passdb backend = smbpasswd:$work/smbpasswd
rpc start on demand helpers = false
rpc server dynamic port range = $port-$port
allow dcerpc auth level connect:samr = yes
dcesrv:header signing = $header_signing
END
}

start() {
  local port
  for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    configure "$port" "$1"
    "$helpers/samba-dcerpcd" -l "$work" -s "$work/smb.conf" -F -i "$work/rpcd_lsad" >"$work/out" 2>&1 &
    server=$!
    for _ in $(seq 200); do
      python3 -c "import socket; socket.create_connection(('127.0.0.1', $port)).close()" 2>/dev/null && { server_port=$port; return; }
      kill -0 "$server" 2>/dev/null || break
      sleep 0.05
    done
    stop
  done
  cat "$work"/out "$work"/log*
  echo "samba-dcerpcd does not start" >&2
  exit 1
}

# Where SPNEGO ends in NTLM the policy has to say so.
call() {
  local policy=
  [ "$1" = negotiate-ntlm ] && policy=ntlm=on
  FARCALL_SECURITY=$policy timeout 60 "$client" "$server_port" SERVER "$1" "$2" "$user" "${@:3}" >"$work/client" 2>&1
}

failures=0
for signing in yes no; do
  start $signing
  for mechanism in ntlm kerberos negotiate negotiate-ntlm; do
    for level in connect pkt integrity privacy; do
      what="samba: $mechanism, $level, header signing $signing"
      outcome=0
      call $mechanism $level || outcome=$?
      if [ "$mechanism $level" = "negotiate-ntlm connect" ]; then
        # gss-ntlmssp asks for signing inside SPNEGO by itself, and Samba then wants signatures (docs/security.md).
        [ $outcome -ne 0 ] || { echo "$what: works, against the documents"; failures=$((failures + 1)); }
      elif [ $outcome -eq 0 ]; then
        echo "$what: ok"
      else
        echo "$what: FAILED: $(tail -1 "$work/client")"
        failures=$((failures + 1))
      fi
    done
    call $mechanism privacy Wrong || { cat "$work/client"; failures=$((failures + 1)); }
  done
  stop
done
[ $failures -eq 0 ]
