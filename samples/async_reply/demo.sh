#!/usr/bin/env bash
# Runs the server and the client's demonstration; exit 0 only if every step did what it should.
# usage: demo.sh DIRECTORY_OF_PROGRAMS
set -euo pipefail
bin=$1
transcript=$(mktemp)
"$bin/async_reply_server" >"$transcript" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$transcript"' EXIT

for _ in $(seq 100); do
  port=$(sed -n 's/^listening on ncacn_ip_tcp:.*\[\([0-9]*\)\]$/\1/p' "$transcript")
  [ -n "$port" ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.05
done
[ -n "${port:-}" ] || { cat "$transcript"; echo "demo: the server did not start" >&2; exit 1; }

# The server's lines appear between the client's, as they happen.
tail -n +1 -f --pid=$server "$transcript" &
"$bin/async_reply_client" --port "$port" --demo --shutdown
wait $server
