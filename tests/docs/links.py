#!/usr/bin/env python3
"""Every relative link, and every path in back quotes, of the Markdown pages exists."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDERS = ("src/", "idl/", "docs/", "tests/", "samples/", "tools/", "bench/", "cmake/", "include/")


def broken(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not (page.parent / target).exists():
            yield target
    for name in re.findall(r"`([A-Za-z0-9_./-]+)`", text):
        if name.startswith(FOLDERS) and not any(c in name for c in "*…") and not (ROOT / name).exists():
            yield name


def main():
    pages = [p for p in ROOT.rglob("*.md") if "build" not in p.relative_to(ROOT).parts]
    found = [f"{page.relative_to(ROOT)}: {target} does not exist" for page in pages for target in broken(page)]
    print("\n".join(found) if found else f"links: {len(pages)} pages are sound")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
