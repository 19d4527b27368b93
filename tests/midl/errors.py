#!/usr/bin/env python3
"""Runs midl on each errors/*.idl and looks for the diagnostics that its comments expect; AR-002: the handle comes first.

usage: errors.py MIDL
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def run(midl, *arguments):
    return subprocess.run([midl, *arguments], cwd=HERE, capture_output=True, text=True, timeout=60)


def check_errors(midl, source, out):
    text = source.read_text()
    switches = re.findall(r"// switches: (.*)", text)
    expected = re.findall(r"// expect: (.*)", text)
    result = run(midl, "-out", out, *(switches[0].split() if switches else []), f"errors/{source.name}")
    missing = [line for line in expected if line not in result.stderr]
    if result.returncode == 0:
        missing.append("a failing exit status")
    return [f"{source.name}: no {line}\n{result.stderr}" for line in missing]


def check_async_prototype(midl, out):
    """AR-002: PRPC_ASYNC_STATE is the first parameter, before the binding handle."""
    result = run(midl, "-out", out, "-acf", "../../samples/async_reply/async_reply.acf",
                 "../../samples/async_reply/async_reply.idl")
    header = (pathlib.Path(out) / "async_reply.h").read_text() if result.returncode == 0 else result.stderr
    good = re.search(r"AsyncFunc\(\s*(?:/\*.*?\*/\s*)*PRPC_ASYNC_STATE\s+\w+,\s*(?:/\*.*?\*/\s*)*handle_t\s+hBinding,",
                     header)
    return [] if good else [f"AsyncFunc's prototype is not as it should be:\n{header}"]


def main():
    with tempfile.TemporaryDirectory() as out:
        failures = check_async_prototype(sys.argv[1], out)
        for source in sorted((HERE / "errors").glob("*.idl")):
            failures += check_errors(sys.argv[1], source, out)
    print("\n".join(failures) or "midl: all diagnostics are as expected")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
