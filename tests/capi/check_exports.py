#!/usr/bin/env python3
"""The built library exports what src/capi/exports.txt says, and the public headers declare just that.

Usage: check_exports.py SOURCE_DIR LIBRARY"""
import pathlib
import re
import subprocess
import sys

STUB_ABI = re.compile(r"(vtable for |typeinfo for |typeinfo name for )?farcall::(stub::v\d+::|RpcException)")
DECLARED = re.compile(r"\b(?:RPCRTAPI|FARCALL_API)\b[^;{]*?\b(\w+)\s*\([^;{]*;")
UNNAMED = {"MIDL_user_allocate", "MIDL_user_free"}  # the application's own


def listed(source):
    lines = (source / "src/capi/exports.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def exported(library):
    lines = subprocess.run(["nm", "-D", "--defined-only", library], check=True, text=True, capture_output=True).stdout
    names = [line.split()[-1] for line in lines.splitlines()]
    plain = subprocess.run(["c++filt"], input="\n".join(names), check=True, text=True, capture_output=True).stdout
    return {name: full for name, full in zip(names, plain.splitlines())}


def declared(source):
    found = set()
    for header in [*(source / "include/farcall/sdk").glob("*.h"), source / "include/farcall/farcall.h"]:
        text = re.sub(r"/\*.*?\*/|^\s*#.*?(?<!\\)$", "", header.read_text(), flags=re.S | re.M)
        text = re.sub(r"__attribute__\s*\(\(.*?\)\)", "", text)
        found |= set(DECLARED.findall(text))
    return found - UNNAMED


def main():
    source, library = pathlib.Path(sys.argv[1]), sys.argv[2]
    names = listed(source)
    real = exported(library)
    c_names = {name for name, full in real.items() if not STUB_ABI.match(full)}
    headers = declared(source)
    problems = [f"listed twice: {name}" for name in sorted({n for n in names if names.count(n) > 1})]
    problems += [f"listed, not exported: {name}" for name in sorted(set(names) - c_names)]
    problems += [f"exported, not listed: {real[name]}" for name in sorted(c_names - set(names))]
    problems += [f"declared in a header, not listed: {name}" for name in sorted(headers - set(names))]
    problems += [f"listed, declared in no header: {name}" for name in sorted(set(names) - headers)]
    if len(headers) < 100:
        problems.append(f"only {len(headers)} declarations found: the headers are not read as they should be")
    print("\n".join(problems) or f"{len(names)} functions and {len(real) - len(c_names)} names of the stub ABI")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
