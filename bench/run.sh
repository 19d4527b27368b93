#!/usr/bin/env bash
# Measures every system in every workload, in turns, and prints the table. See README.md.
# usage: run.sh BUILD_DIR [--quick] [WORKLOAD]    WORKLOAD: the beginning of a name; default: all
set -euo pipefail

give_up() { echo "bench: $1" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
build=$1 && shift
rounds=5 warm_up=0.25 seconds=1.0
if [ "${1:-}" = --quick ]; then rounds=3 warm_up=0.1 seconds=0.2 && shift; fi
bin=$build/bin out=$build/bench preload=

# name, calls in flight
workloads=$(grep "^${1:-}" <<END || give_up "no workload is named $1*"
ping_pong blocking
ping_pong_async 1
pipelined_64 64
pipelined_1024 1024
END
)

# name, program, argument of the server, argument of the client
systems="raw raw - -
grpc grpc - -
farcall farcall --dispatch=inline --notify=callback
farcall_event farcall --dispatch=inline --notify=event
farcall_pool farcall --dispatch=pool --notify=callback"

server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT

# start SECONDS PROGRAM --NAME=VALUE...: becomes the program, for so long at most
start() {
  local limit=$1 program=$2 arguments=() argument
  for argument in "${@:3}"; do
    [ "$argument" = - ] || arguments+=("${argument%%=*}" "${argument#*=}")
  done
  LD_PRELOAD=$preload exec timeout --foreground "$limit" "$bin/bench_$program" "${arguments[@]}"
}

# once SYSTEM PROGRAM SERVER_ARGUMENT CLIENT_ARGUMENT WORKLOAD OUTSTANDING ROUND:
# one line of JSON, from a fresh pair of processes
once() {
  local lines port control
  exec {lines}< <(start 90 "$2_server" "$3")
  server=$!
  read -r -t 20 -u "$lines" _ port control || give_up "$1: the server did not start"
  (start 60 "$2_client" "$4" --port="$port" --control="$control" --system="$1" --workload="$5" \
    --outstanding="$6" --round="$7" --warm-up="$warm_up" --seconds="$seconds") ||
    give_up "$1: $5 failed"
  wait "$server" || give_up "$1: the server did not end well"
  server=
  exec {lines}<&-
}

# all_systems ROUND: systems take turns, so that a disturbance of the machine meets all of them
all_systems() {
  local workload outstanding system program of_server of_client
  while read -r workload outstanding; do
    while read -r system program of_server of_client; do
      [ -x "$bin/bench_${program}_client" ] || continue
      once "$system" "$program" "$of_server" "$of_client" "$workload" "$outstanding" "$1"
    done <<<"$systems"
  done <<<"$workloads"
}

mkdir -p "$out"
[ -x "$bin/bench_farcall_client" ] || echo "bench: Farcall is not built: competitors only" >&2
{
  for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    all_systems "$round"
  done
  echo "counting allocations" >&2
  preload=$(realpath "$build/lib/libbench_alloc_counter.so") warm_up=0.1 seconds=0.2
  all_systems 0
} >"$out/lines.json"
exec python3 "$here/report.py" "$out/lines.json" "$out/results.json"
