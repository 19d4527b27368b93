#!/usr/bin/env python3
"""docs/async-rules.md lists, for each rule of asynchronous RPC, the tests that quote its number.

The rules' own text stands in tests/docs/async-rules.txt (number, side, what it says, `later` when what it concerns does not
exist yet). A rule that is not `later` and that no test quotes is an error. Below them stands what the documentation leaves
open, and what we do (tests/docs/async-choices.txt). FARCALL_UPDATE_GOLDEN=1 rewrites the page.
"""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = ROOT / "tests/docs/async-rules.txt"
CHOICES = ROOT / "tests/docs/async-choices.txt"
PAGE = ROOT / "docs/async-rules.md"
NUMBERS = re.compile(r"AR((?:[_-]\d{3})+)")


def quoted():
    """Rule number -> places that quote it."""
    places = {}
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix not in (".cc", ".c", ".idl", ".py", ".sh") or not path.is_file():
            continue
        name = path.relative_to(ROOT).as_posix()
        for line in path.read_text(errors="replace").splitlines():
            for match in NUMBERS.finditer(line):
                test = re.match(r"\s*TEST\w*\(\s*(\w+),\s*(\w+)", line)
                place = f"`{name}`" + (f" {test[2].replace('_', ' ')}" if test else "")
                for number in re.findall(r"\d{3}", match[1]):
                    entry = places.setdefault(int(number), [])
                    if place not in entry:
                        entry.append(place)
    return places


def choices():
    """The second table: contradictions of the documentation (AC) and open points (AO)."""
    lines = ["", "## Contradictions and open points", "",
             "Where the documentation contradicts itself (AC) or does not say (AO).", "",
             "| point | what is in doubt | what Farcall does | shown by |", "|---|---|---|---|"]
    for line in CHOICES.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        number, text = line.split(None, 1)
        doubt, choice, *rules = (part.strip() for part in text.split("|"))
        lines.append(f"| {number} | {doubt} | {choice} | {' '.join(rules)} |")
    return lines


def main():
    places = quoted()
    lines = ["# The rules of asynchronous RPC and the tests that hold them", "",
             "Numbers are those of the project's behavioural contract; each rule is a sentence of the public Windows",
             "documentation in our own words. Printed by `tests/docs/async_rules.py`.", "",
             "| rule | what it says | tests |", "|---|---|---|"]
    missing = []
    for line in RULES.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        number, state, text = line.split(None, 2)
        found = places.get(int(number), [])
        if not found and state != "later":
            missing.append(number)
        tests = "<br>".join(found) or ("with a later feature" if state == "later" else "none")
        lines.append(f"| AR-{number} | {text} | {tests} |")
    page = "\n".join(lines + choices()) + "\n"
    if os.environ.get("FARCALL_UPDATE_GOLDEN"):
        PAGE.write_text(page)
    stale = not PAGE.exists() or PAGE.read_text() != page
    if missing:
        print("rules without a test:", " ".join(f"AR-{n}" for n in missing))
    if stale:
        print("docs/async-rules.md is stale: ./dev golden")
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
