#!/usr/bin/env python3
"""docs/limits.md names every limit with the default of src/base/limits.h, the range of src/base/limit_settings.cc, and tests
that exist."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def number(expression):
    """The value of a C++ integer constant expression of this header."""
    text = re.sub(r"'|(?<=\d)u\b|uint64_t", "", expression)
    return eval(text, {"__builtins__": {}}, CONSTANTS)  # digits, << and names of the table above it only


CONSTANTS = {}


def defaults():
    header = (ROOT / "src/base/limits.h").read_text()
    return {name: number(value) for name, value in
            re.findall(r"\n  [a-z0-9_:]+ (\w+)(?: =\s+|\{)([0-9'u< ]+)[;}]", header)}


def ranges():
    source = (ROOT / "src/base/limit_settings.cc").read_text()
    for name, value in re.findall(r"constexpr uint64_t (k_\w+) = ([^;]+);", source):
        CONSTANTS[name] = number(value.replace("{", "(").replace("}", ")"))
    return {name: (number(least), number(most)) for name, least, most in
            re.findall(r"FARCALL_LIMIT\((\w+),\s*([^,()]+),\s*([^,()]+)\),", source)}


def existing_tests():
    return {f"{suite}.{name}" for path in (ROOT / "tests").rglob("*.cc")
            for suite, name in re.findall(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", path.read_text())}


def main():
    wrong = []
    tests, default, between = existing_tests(), defaults(), ranges()
    documented = set()
    for line in (ROOT / "docs/limits.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        limit = re.fullmatch(r"`(\w+)`", cells[0])
        if line.startswith("| `") and limit:
            name = limit[1]
            documented.add(name)
            said = int(re.match(r"[\d,]+", cells[1])[0].replace(",", ""))
            low, high = (int(end.replace(",", "")) for end in cells[2].split(" – "))
            if (said, low, high) != (default.get(name), *between.get(name, (None, None))):
                wrong.append(f"{name}: the page says {said}, {low} – {high}; the code {default.get(name)}, {between.get(name)}")
        if line.startswith("| ") and len(cells) > 4:
            named = re.findall(r"`(\w+\.\w+)`", cells[-1])
            wrong += [f"{cells[0]}: there is no test {each}" for each in named if each not in tests]
            if limit and not named:
                wrong.append(f"{cells[0]}: no boundary test")
    wrong += [f"{name}: not on the page" for name in sorted(set(default) ^ documented)]
    print("\n".join(wrong) or f"limits: {len(documented)} documented, with their tests")
    return bool(wrong)


sys.exit(main())
