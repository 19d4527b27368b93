#!/usr/bin/env bash
# Runs a command against a fresh rpcecho-server and checks that the server is unharmed.
# usage: with_server.sh RPCECHO_SERVER COMMAND...    (PORT in the command is replaced by the server's port, or by its
# endpoint when RPCECHO_OPTIONS ask for ncalrpc)
set -euo pipefail
server_program=$1
shift
output=$(mktemp)
directory=$(mktemp -d)
export FARCALL_NCALRPC_DIR=${FARCALL_NCALRPC_DIR:-$directory}
"$server_program" ${RPCECHO_OPTIONS:-} >"$output" 2>&1 &
server=$!
trap 'kill -9 $server 2>/dev/null || true; rm -rf "$output" "$directory"' EXIT
port=
for _ in $(seq 200); do
  port=$(sed -n 's/^listening on .*\[\(.*\)\]$/\1/p' "$output" | head -1)
  [ -n "$port" ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.05
done
[ -n "$port" ] || { cat "$output"; echo "the server did not start" >&2; exit 1; }
"${@//PORT/$port}"
kill -TERM $server
wait $server || { status=$?; cat "$output"; echo "the server ended with status $status" >&2; exit 1; }
trap 'rm -rf "$output" "$directory"' EXIT
