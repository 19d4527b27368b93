#!/usr/bin/env python3
"""The include rule: a folder of src/ includes itself, its row below, and public headers that it implements."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = {"farcall/sdk/rpcnterr.h"}  # status numbers: data, open to all
RULE = {
    "base": (),
    "wire": ("base",),
    "ndr": ("base", "farcall/stub"),
    "security": ("base", "wire", "ndr", "farcall/stub", "farcall/sdk"),
    "transport": ("base",),
    "protocol": ("base", "wire", "security"),
    "runtime": ("base", "wire", "ndr", "security", "transport", "protocol", "farcall/sdk"),
    "stub": ("base", "ndr", "runtime", "farcall/stub", "farcall/sdk"),
    "wellknown": ("base", "ndr", "wire", "runtime", "stub", "farcall/stub", "farcall/sdk"),
    "capi": ("base", "ndr", "runtime", "stub", "wellknown", "farcall"),
}
IDL_RULE = ("base", "idl")
# `farcall` shows what the public API hides: it reads PDUs itself. The endpoint mapper reads towers.
TOOL_RULE = {"midl": ("farcall", "idl", "base"), "epmapper": ("farcall", "base", "wire"), "farcall": ("farcall", "idl", "base", "wire", "transport")}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


def violations(path, allowed):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if not match or "/" not in match[1]:
            continue
        name = match[1]
        first = name.split("/")[0]
        ours = first in RULE or first in ("farcall", "idl")
        if not ours or name in DATA or any(name.startswith(a + "/") for a in allowed):
            continue
        yield f"{path.relative_to(ROOT)}:{number}: error: may not include {name}"


def main():
    found = []
    for folder, uses in RULE.items():
        for path in sorted((ROOT / "src" / folder).rglob("*.[ch]*")):
            found += violations(path, (folder, *uses))
    for path in sorted((ROOT / "idl").rglob("*.[ch]*")):
        found += violations(path, IDL_RULE)
    for folder in ("samples", "services", "tools"):
        for path in sorted((ROOT / folder).rglob("*.[ch]*")):
            found += violations(path, TOOL_RULE.get(path.relative_to(ROOT).parts[1], ("farcall",)))
    print("\n".join(found) if found else "layers: every include follows the rule")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
