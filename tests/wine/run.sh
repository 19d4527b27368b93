#!/usr/bin/env bash
# wide.idl between Wine's rpcrt4 and ours, both ways over TCP with dynamic endpoints. The Windows programs are built here,
# from the same sources, with MinGW and widl. usage: run.sh DIRECTORY_OF_OUR_PROGRAMS
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
# Port 135 is the endpoint mapper's: a network of our own has it free.
if [ -z "${FARCALL_WINE_INSIDE:-}" ]; then FARCALL_WINE_INSIDE=1 exec unshare --net --map-root-user "$0" "$bin"; fi
ip link set lo up

work=$(mktemp -d)
wine=$(command -v wine64 || echo /usr/lib/wine/wine64) wineserver=$(command -v wineserver64 || echo /usr/lib/wine/wineserver64)
export WINEPREFIX=$work/prefix WINEDEBUG=-all FARCALL_NCALRPC_DIR=$work/ncalrpc
mkdir -m 700 "$FARCALL_NCALRPC_DIR"
server= mapper=
finish() {
  local program
  for program in $server $mapper; do kill "$program" 2>/dev/null || true; done
  "$wineserver" -k 2>/dev/null || true
  "$wineserver" -w 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
cd "$work"

build_windows_programs() {
  local widl="x86_64-w64-mingw32-widl -Oicf -I/usr/x86_64-w64-mingw32/include" side
  $widl -h -H wide.h "$here/wide.idl"
  $widl -c -H wide.h -C wide_c.c "$here/wide.idl"
  $widl -s -H wide.h -S wide_s.c "$here/wide.idl"
  for side in client server; do
    x86_64-w64-mingw32-gcc -O1 -Wall -Werror -I. -I"$here" -o "$side.exe" "$here/wide_$side.c" "wide_${side:0:1}.c" -lrpcrt4
  done
}

# Starts a server; sets `port`. It ends when descriptor 9 is closed.
start() {
  rm -f input && mkfifo input
  "$@" <input >server.out 2>server.err &
  server=$!
  exec 9>input
  port=
  for _ in $(seq 600); do
    port=$(sed -n 's/^serving ncacn_ip_tcp:.*\[\([0-9]*\)\].*/\1/p' server.out | head -1)
    [ -n "$port" ] && return
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  cat server.out server.err >&2
  echo "wine: the server did not start: $*" >&2
  exit 1
}
stop() {
  exec 9>&-
  wait $server || { cat server.err >&2; echo "wine: the server ended badly" >&2; exit 1; }
  server=
}

# What is left open is run down when its client has gone: the second sees one counter, not two.
use() { # NAME ENDPOINT CLIENT...
  local name=$1 endpoint=$2 what
  shift 2
  for what in all leave leave; do
    echo -n "$name, $what: "
    timeout 120 "$@" $what $endpoint </dev/null 2>client.err || { cat client.err >&2; exit 1; }
  done
}

build_windows_programs
timeout 120 "$wine" wineboot -i >/dev/null 2>&1
"$wineserver" -w  # what it has started in the background
start "$wine" server.exe
use "Wine with Wine" "$port" "$wine" client.exe
use "our client with Wine's server" "$port" "$bin/wine_wide_client"
stop
"$bin/farcall-epmapper" >/dev/null &
mapper=$!
start "$bin/wine_wide_server"
use "our client with our server" "" "$bin/wine_wide_client"
use "Wine's client with our server" "" "$wine" client.exe
stop
echo "wine: all pairs agree"
