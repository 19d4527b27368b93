#!/usr/bin/env python3
"""The console examples of docs/farcall.md: what is behind `$ farcall` is run and must print what stands below it, apart from
times.

usage: document.py FARCALL docs/farcall.md
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def normal(text):
    return re.sub(r" +\d+\.\d+ ms", " TIME", text).strip()


def main():
    farcall, text = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).read_text()
    failures, examples = [], 0
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "hello.idl").write_text(re.search(r"```idl\n(.*?)```", text, re.S)[1])
        for block in re.findall(r"```console\n(.*?)```", text, re.S):
            for command, expected in re.findall(r"^\$ farcall (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
                examples += 1
                result = subprocess.run(f"'{farcall}' {command} 2>&1", shell=True, capture_output=True, text=True, cwd=folder,
                                        timeout=60)
                if normal(result.stdout) != normal(expected):
                    failures.append(f"farcall {command}\nprints\n{result.stdout}instead of\n{expected}")
    print("\n".join(failures) or f"{examples} examples do what the page says")
    return 1 if failures or examples == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
