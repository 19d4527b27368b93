#!/usr/bin/env python3
"""Runs `farcall ndr encode` and `decode` on stub data that other implementations made (ndr_vectors.jsonl).

A record has an interface `v`, an operation, its parameters as JSON and the stub data in up to three forms; bytes must be
equal, apart from referent identifiers, which only have to be distinct and not zero.

usage: ndr_vectors.py FARCALL
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FORMS = (("ndr20", "ndr20", "referents20", 4), ("ndr20be", "ndr20_be", "referents20", 4),
         ("ndr64", "ndr64", "referents64", 8))


def run(farcall, verb, idl, record, syntax, *value):
    result = subprocess.run(
        [farcall, "ndr", verb, "--idl", idl, "--interface", "v", "--op", record["op"], "--direction",
         record["direction"], "--syntax", syntax, *value], capture_output=True, text=True, timeout=60)
    return result.stdout if result.returncode == 0 else f"exit status {result.returncode}: {result.stderr}"


def differs(made, expected, referents, width):
    try:
        octets = bytearray.fromhex(made)
    except ValueError:
        return True
    expected = bytearray.fromhex(expected)
    seen = set()
    for at in referents:
        seen.add(bytes(octets[at:at + width]))
        octets[at:at + width] = expected[at:at + width] = bytes(width)
    return octets != expected or len(seen) != len(referents) or bytes(width) in seen


def check(farcall, idl, record):
    pathlib.Path(idl).write_text(record["idl"])
    for syntax, key, referents, width in FORMS:
        if key not in record:
            continue
        made = run(farcall, "encode", idl, record, syntax, "--json", json.dumps(record["value"]))
        if differs(made, record[key], record[referents] if referents in record else [], width):
            yield f"{record['id']} {syntax}: encode gives\n  {made.strip()}\ninstead of\n  {record[key]}"
        shown = run(farcall, "decode", idl, record, syntax, "--hex", record[key])
        try:
            value = json.loads(shown)
            good = value and all(record["value"][name] == value[name] for name in value)
        except (ValueError, KeyError):
            good = False
        if not good:
            yield f"{record['id']} {syntax}: decode gives\n  {shown.strip()}\ninstead of\n  {record['value']}"


def main():
    failures, records = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for line in (HERE / "ndr_vectors.jsonl").read_text().splitlines():
            records += 1
            failures += check(sys.argv[1], f"{folder}/v.idl", json.loads(line))
    print("\n".join(failures) or f"all {records} records are equal, both ways")
    return 1 if failures or records == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
