#!/usr/bin/env bash
# Installs the build into a new prefix and builds async_reply from it twice: with find_package, and with make and
# pkg-config. Runs the demonstration of each.
# usage: foreign_projects.sh BUILD_DIR SOURCE_DIR
set -euo pipefail
build=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
cmake --install "$build" --prefix "$prefix" >"$work/install.log" || { cat "$work/install.log"; exit 1; }

for kind in cmake make; do
  mkdir "$work/$kind"
  cp "$source"/samples/async_reply/{client.c,server.c,async_reply.idl,async_reply.acf,demo.sh} "$work/$kind"
done
cp "$source/tests/install/foreign.cmake" "$work/cmake/CMakeLists.txt"
cp "$source/tests/install/foreign.mk" "$work/make/Makefile"
# What the library was built with (sanitizers) its users need as well.
flags=$(sed -n 's/^FARCALL_SANITIZE:[A-Z]*=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt")

cd "$work/cmake"
cmake -S . -B out -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" >cmake.log 2>&1 ||
  { cat cmake.log; exit 1; }
cmake --build out >build.log 2>&1 || { cat build.log; exit 1; }
bash demo.sh out

cd "$work/make"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
make EXTRA="$flags" >build.log 2>&1 || { cat build.log; exit 1; }
bash demo.sh .
