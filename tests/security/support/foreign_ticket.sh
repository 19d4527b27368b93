#!/bin/bash
# A ticket with the authorization data of a domain, which MIT's KDC does not have: Impacket writes and signs it with the
# service's key, as a domain controller would.
#
#   foreign_ticket.sh DIRECTORY    in the realm of realm.sh: makes foreign.keytab (rpc/foreign.farcall.test) and foreign.ccache
#                                  (carol's ticket for it) there
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
ticketer=/usr/share/doc/python3-impacket/examples/ticketer.py
service=rpc/foreign.farcall.test
cd "$1"
# Impacket says key version 2: that of a key that was exported once.
kadmin.local -r FARCALL.TEST <<END
addprinc -randkey $service
ktadd -k foreign.keytab -e aes256-cts:normal $service
END
/usr/bin/python3 "$ticketer" -spn $service -domain farcall.test -domain-sid S-1-5-21-11-22-33 -keytab foreign.keytab \
  -groups 513,512 -user-id 1105 -extra-sid S-1-5-21-11-22-33-1200,S-1-18-1 carol
mv carol.ccache foreign.ccache
