#!/usr/bin/env bash
# Measures every system in every workload, in turns, and prints the table. See README.md.
# usage: run.sh BUILD_DIR [--quick] [WORKLOAD]    WORKLOAD: the beginning of a name; default: all
set -euo pipefail

give_up() { echo "bench: $1" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
build=$1 && shift
given=("$@")
rounds=5 warm_up=0.2 seconds=0.6
if [ "${1:-}" = --quick ]; then rounds=2 warm_up=0.1 seconds=0.15 && shift; fi
bin=$build/bin out=$build/bench preload=

# Figures of one program, not of systems in turns.
case ${1:-} in
  parked) exec "$bin/bench_parked" ;;
  stream) exec "$bin/bench_stream" "${@:2}" ;;
  ndr) mkdir -p "$out" && exec "$bin/bench_ndr" "${@:2}" "$out/ndr.json" ;;
  midl) mkdir -p "$out" && exec python3 "$here/midl_speed.py" "$bin/midl" "$out/midl.json" "${@:2}" ;;
  idle) exec "$here/../tests/security/support/realm.sh" run "$bin/bench_idle" ;;
esac

# name, calls in flight, which systems, bytes there and back (0: an integer)
workloads=$(grep "^${1:-}" <<END || give_up "no workload is named $1*"
ping_pong blocking calls 0
ping_pong_async 1 calls 0
pipelined_64 64 calls 0
pipelined_1024 1024 calls 0
loop_1 1 loops 0
loop_64 64 loops 0
loop_1024 1024 loops 0
secure_96 blocking blocks 96
secure_4096 blocking blocks 4096
secure_65536 blocking blocks 65536
END
)

# Where the two processes run; left to the scheduler, figures would jump between the two.
# apart: each on its half of the CPUs; together: both on one CPU.
mapfile -t cpus < <(python3 -c 'import os; print(*sorted(os.sched_getaffinity(0)), sep="\n")')
half=$((${#cpus[@]} / 2))
[ "$half" -gt 0 ] || give_up "two CPUs are needed"
cpus_of() { # PLACEMENT SIDE
  local list=("${cpus[0]}")
  if [ "$1$2" = apartclient ]; then list=("${cpus[@]:0:half}"); fi
  if [ "$1$2" = apartserver ]; then list=("${cpus[@]:half}"); fi
  (IFS=, && echo "${list[*]}")
}

# set, name, server and client program, arguments of each (separated by commas)
systems="calls raw raw raw - -
calls grpc grpc grpc - -
calls farcall farcall farcall --dispatch=inline --notify=callback
calls farcall_event farcall farcall --dispatch=inline --notify=event
calls farcall_pool farcall farcall --dispatch=pool --notify=callback
loops raw raw raw - -
loops loop loop raw - -
loops asio asio raw --read=buffer -
loops asio_wait asio raw --read=wait -
blocks farcall farcall farcall --dispatch=inline -
blocks ntlm_sign farcall farcall --dispatch=inline,--security=ntlm --security=ntlm,--protect=sign
blocks ntlm_seal farcall farcall --dispatch=inline,--security=ntlm --security=ntlm,--protect=seal
blocks kerberos_sign farcall farcall --dispatch=inline,--security=kerberos --security=kerberos,--protect=sign
blocks kerberos_seal farcall farcall --dispatch=inline,--security=kerberos --security=kerberos,--protect=seal
blocks grpc grpc grpc - -
blocks grpc_tls grpc grpc --tls=$out --tls=$out"

# What is protected needs a KDC and users, and TLS a certificate: the tests' realm, around all of this, and one made here.
if [[ $workloads == *blocks* ]]; then
  if [ -z "${FARCALL_BENCH_REALM:-}" ]; then
    FARCALL_BENCH_REALM=1 exec "$here/../tests/security/support/realm.sh" run "$0" "$build" "${given[@]}"
  fi
  mkdir -p "$out"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$out/key.pem" -out "$out/certificate.pem" 2>/dev/null ||
    give_up "openssl makes no certificate"
fi

server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT

# start PLACEMENT client|server PROGRAM --NAME=VALUE...: becomes the program, for 60 s at most
start() {
  local arguments=() argument
  local IFS=,
  # shellcheck disable=SC2068  # at the commas
  for argument in ${@:4}; do
    [ "$argument" = - ] || arguments+=("${argument%%=*}" "${argument#*=}")
  done
  LD_PRELOAD=$preload exec timeout --foreground 60 \
    taskset -c "$(cpus_of "$1" "$2")" "$bin/bench_$3_$2" "${arguments[@]}"
}

# once PLACEMENT ROUND WORKLOAD OUTSTANDING SYSTEM SERVER CLIENT SERVER_ARGUMENTS CLIENT_ARGUMENTS BYTES:
# one line of JSON, from a fresh pair of processes
once() {
  local lines port control
  exec {lines}< <(start "$1" server "$6" "$8")
  server=$!
  read -r -t 20 -u "$lines" _ port control || give_up "$5: the server did not start"
  (start "$1" client "$7" "$9" --port="$port" --control="$control" --placement="$1" --round="$2" \
    --workload="$3" --outstanding="$4" --system="$5" --bytes="${10}" --warm-up="$warm_up" --seconds="$seconds") ||
    give_up "$5: $3 failed"
  wait "$server" || give_up "$5: the server did not end well"
  server=
  exec {lines}<&-
}

# all_systems PLACEMENT ROUND: the systems take turns, so that a disturbance meets all of them
all_systems() {
  local workload outstanding wanted bytes set system server_program client arguments
  while read -r workload outstanding wanted bytes; do
    while read -r set system server_program client arguments; do
      [ "$set" = "$wanted" ] && [ -x "$bin/bench_${server_program}_server" ] || continue
      # shellcheck disable=SC2086  # two arguments
      once "$1" "$2" "$workload" "$outstanding" "$system" "$server_program" "$client" $arguments "$bytes"
    done <<<"$systems"
  done <<<"$workloads"
}

mkdir -p "$out"
[ -x "$bin/bench_farcall_client" ] || echo "bench: Farcall is not built: competitors only" >&2
{
  for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    all_systems apart "$round"
    all_systems together "$round"
  done
  echo "counting allocations" >&2
  preload=$(realpath "$build/lib/libbench_alloc_counter.so") warm_up=0.1 seconds=0.15
  all_systems apart 0
} >"$out/lines.json"
exec python3 "$here/report.py" "$out/lines.json" "$out/results.json"
