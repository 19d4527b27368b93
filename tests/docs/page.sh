#!/usr/bin/env bash
# Builds the client and the server of a page from its code blocks, against the installed prefix, and runs them. A block
# whose comment says `file:` begins a file, one that says `more:` goes on with it.
# usage: page.sh BUILD_DIR SOURCE_DIR PAGE
set -euo pipefail
build=$1
source=$2
page=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" >/dev/null
mkdir "$work/hello"
cd "$work/hello"
awk '/^<!-- (file|more): / { name = $3; next }
     /^```/ && name && !inside { inside = 1; next }
     /^```/ && inside { inside = 0; name = ""; next }
     inside { print > name }' "$source/$page"
# Another program may hold the page's port: take one that is free.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed -i "s/50321/$port/" client.c server.c
flags=$(sed -n 's/^FARCALL_SANITIZE:[A-Z]*=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt")
cmake -S . -B out -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" >log 2>&1 &&
  cmake --build out >>log 2>&1 || { cat log; exit 1; }
FARCALL_RESTRICT_REMOTE=default out/server &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
  out/client && exit 0
  kill -0 $server || exit 1
  sleep 0.05
done
echo "the client never got its answer" >&2
exit 1
