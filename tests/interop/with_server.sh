#!/usr/bin/env bash
# Runs a command against a fresh rpcecho-server and checks that the server is unharmed.
# usage: with_server.sh RPCECHO_SERVER COMMAND...    (PORT in the command is replaced by the server's port)
set -euo pipefail
server_program=$1
shift
output=$(mktemp)
"$server_program" ${RPCECHO_OPTIONS:-} >"$output" 2>&1 &
server=$!
trap 'kill -9 $server 2>/dev/null || true; rm -f "$output"' EXIT
port=
for _ in $(seq 200); do
  port=$(sed -n 's/^listening on ncacn_ip_tcp:.*\[\([0-9]*\)\]$/\1/p' "$output")
  [ -n "$port" ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.05
done
[ -n "$port" ] || { cat "$output"; echo "the server did not start" >&2; exit 1; }
"${@//PORT/$port}"
kill -TERM $server
wait $server || { status=$?; cat "$output"; echo "the server ended with status $status" >&2; exit 1; }
trap 'rm -f "$output"' EXIT
