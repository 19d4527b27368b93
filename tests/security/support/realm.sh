#!/bin/bash
# A realm of its own for tests: a KDC on a free loopback port, users, service keys and an NTLM user
# file, all in one directory; no privileges, no network beyond loopback.
#
#   realm.sh start DIRECTORY    makes it, starts the KDC, prints the environment as NAME=value lines
#   realm.sh stop DIRECTORY     ends that KDC and removes the directory
#   realm.sh run COMMAND...     all of it around a command
#
# Realm FARCALL.TEST, NTLM domain FARCALL. Users alice and bob with the password `Password`; alice has
# a ticket. Keytab: host/server.farcall.test, rpc/server.farcall.test; client keytab: alice.
# cifs/other.farcall.test is known to the KDC and not in the keytab.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
realm=FARCALL.TEST
hash_of_Password=A4F49C406510BDCAB6824EE7C30FD852

environment() {
  cat <<END
KRB5_CONFIG=$1/krb5.conf
KRB5_KDC_PROFILE=$1/kdc.conf
KRB5_KTNAME=FILE:$1/service.keytab
KRB5_CLIENT_KTNAME=FILE:$1/alice.keytab
KRB5CCNAME=FILE:$1/tickets
KRB5RCACHENAME=none:
NTLM_USER_FILE=$1/users
NETBIOS_COMPUTER_NAME=SERVER
NETBIOS_DOMAIN_NAME=FARCALL
LM_COMPAT_LEVEL=5
END
}

write_configuration() {
  local directory=$1 port=$2
  cat >"$directory/krb5.conf" <<END
[libdefaults]
  default_realm = $realm
  dns_lookup_kdc = false
  dns_lookup_realm = false
  rdns = false
  dns_canonicalize_hostname = false
  udp_preference_limit = 1
  allow_rc4 = true
[realms]
  $realm = {
    kdc = 127.0.0.1:$port
  }
[domain_realm]
  .farcall.test = $realm
END
  cat >"$directory/kdc.conf" <<END
[kdcdefaults]
  kdc_listen = 127.0.0.1:$port
  kdc_tcp_listen = 127.0.0.1:$port
[realms]
  $realm = {
    database_name = $directory/principal
    key_stash_file = $directory/stash
    acl_file = $directory/acl
    supported_enctypes = aes256-cts:normal aes128-cts:normal aes256-sha2:normal aes128-sha2:normal arcfour-hmac:normal
  }
END
  : >"$directory/acl"
  printf 'FARCALL\\%s:%s:%s:%s:[U          ]:LCT-0:\n' \
    alice 1001 00000000000000000000000000000000 $hash_of_Password \
    bob 1002 00000000000000000000000000000000 $hash_of_Password >"$directory/users"
}

create_database() {
  local directory=$1
  kdb5_util create -s -P master -r $realm
  kadmin.local -r $realm <<END
addprinc -pw Password alice
addprinc -pw Password bob
addprinc -randkey host/server.farcall.test
addprinc -randkey rpc/server.farcall.test
addprinc -randkey cifs/other.farcall.test
ktadd -k $directory/service.keytab -norandkey host/server.farcall.test rpc/server.farcall.test
ktadd -k $directory/alice.keytab -norandkey alice
END
}

start_kdc() {
  local directory=$1
  # With an end of its own, in case the one who should stop it is killed.
  timeout 900 krb5kdc -n -r $realm </dev/null >"$directory/kdc.log" 2>&1 &
  echo $! >"$directory/kdc.pid"
  # It answers when a ticket can be had.
  for _ in $(seq 100); do
    kinit -k -t "$directory/alice.keytab" alice >>"$directory/kdc.log" 2>&1 && return
    kill -0 "$(cat "$directory/kdc.pid")" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
  local directory=$1
  mkdir -p "$directory"
  export $(environment "$directory")
  for _ in 1 2 3; do
    write_configuration "$directory" "$(free_port)"
    [ -e "$directory/principal" ] || create_database "$directory" >"$directory/setup.log" 2>&1
    if start_kdc "$directory"; then
      environment "$directory"
      return
    fi
  done
  echo "realm.sh: the KDC does not start:" >&2
  cat "$directory"/*.log >&2
  return 1
}

stop() {
  [ ! -e "$1/kdc.pid" ] || kill "$(cat "$1/kdc.pid")" 2>/dev/null || true
  rm -rf "$1"
}

run() {
  directory=$(mktemp -d)
  trap 'stop "$directory"' EXIT
  start "$directory" >/dev/null
  export $(environment "$directory")
  "$@"
}

"$@"
