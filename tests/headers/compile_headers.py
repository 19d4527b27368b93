#!/usr/bin/env python3
"""Each public header alone, in every language and by every compiler that programs use it with.

Usage: compile_headers.py SOURCE_DIR. A compiler that is not there is a failure."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-fsyntax-only"]
C = ["-x", "c", "-std=c11"]
CXX = ["-x", "c++", "-std=c++20"]
WIDE = ["-fshort-wchar", "-DUNICODE", "-D_UNICODE"]
C_HEADERS = (
    ["gcc", *C],
    ["gcc", *C, *WIDE],
    ["gcc", *C, "-fexceptions", "-fms-extensions"],  # as the target farcall_sdk compiles
    ["clang-19", *C],
    ["clang-19", *C, "-fexceptions", "-fms-extensions"],
    ["g++", *CXX],
    ["g++", *CXX, *WIDE],
    ["g++", *CXX, "-DWIN32_LEAN_AND_MEAN"],
    ["clang++-19", *CXX],
)
CXX_HEADERS = (["g++", *CXX], ["clang++-19", *CXX])
PARTS = ("rpcexcept_c.h", "rpcexcept_cxx.h")  # rpcexcept.h includes the one that fits


def jobs():
    include = ROOT / "include" / "farcall"
    for header in sorted(include.rglob("*.h*")):
        if header.name in PARTS:
            continue
        c_too = header.parent.name != "stub" and header.suffix == ".h"
        name = header.relative_to(ROOT / "include")
        for command in C_HEADERS if c_too else CXX_HEADERS:
            yield [str(name)], command
    # As programs write it, and all of it in one source.
    every = [h.name for h in sorted((include / "sdk").glob("*.h")) if h.name not in ("initguid.h", *PARTS)]
    for command in C_HEADERS:
        yield every, command
        yield [*reversed(every)], command
        yield [ROOT / ("tests/headers/layouts.c" if "c" in command else "tests/headers/layouts.cc")], command


def compile_one(job):
    names, command = job
    source = "".join(f"#include <{name}>\n" for name in names) + "int at_least_one_declaration;\n"
    paths = ["-I", str(ROOT / "include"), "-I", str(ROOT / "include/farcall/sdk")]
    line = [*command, *WARNINGS, *paths, "-"]
    done = subprocess.run(line, input=source, text=True, capture_output=True)
    return done.returncode, f"{' '.join(command)} <<< {names}\n{done.stderr}"


def main():
    work = list(jobs())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = [text for code, text in pool.map(compile_one, work) if code]
    print("\n".join(failures))
    print(f"{len(work)} compilations, {len(failures)} failed")
    return 1 if failures or len(work) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
