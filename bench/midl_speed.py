#!/usr/bin/env python3
"""How fast midl compiles: MB of IDL a second, of one large file with structs and operations of many forms.

Usage: midl_speed.py MIDL RESULTS.json [--quick]. CPU time of midl and of the preprocessor it starts, medians; with the header alone,
and with both stubs."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

MIDL, RESULTS = sys.argv[1:3]
QUICK = "--quick" in sys.argv

PIECE = """
    typedef struct Node{0} {{
        long id;
        [string] wchar_t *name;
        unsigned long count;
        [size_is(count)] byte *data;
        struct Node{0} *next;
    }} Node{0};
    typedef [switch_type(short)] union {{ [case(1)] hyper big; [case(2), string] char *text; [default] ; }} Choice{0};
    typedef struct {{ short kind; [switch_is(kind)] Choice{0} choice; double weight; }} Chosen{0};
    long Get{0}([in] handle_t h, [in, string] const wchar_t *name, [out] Node{0} **node);
    long Put{0}([in] handle_t h, [in] const Node{0} *node, [in, range(0, 1000)] unsigned long n,
        [in, size_is(n)] const Chosen{0} values[], [in, out] Chosen{0} *one);
"""


def idl(pieces):
    return ("[uuid(3c3e1f0a-2d5e-4f0e-9b52-6a1d1f0c0a01), version(1.0), pointer_default(unique)]\ninterface large\n{\n" +
            "".join(PIECE.format(i) for i in range(pieces)) + "}\n")


def cpu_seconds(arguments):
    before = os.times()
    subprocess.run([MIDL, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "large.idl"
    file.write_text(idl(400 if QUICK else 2400))
    size = file.stat().st_size / 1e6
    results = {"idl_mb": round(size, 3)}
    print(f"one file of {size:.2f} MB of IDL, medians of {3 if QUICK else 5} runs\n{'':<14}{'MB/s':>8}{'CPU s':>8}{'output MB':>11}")
    for name, switches in (("header alone", ["-client", "none", "-server", "none"]), ("both stubs", [])):
        times = [cpu_seconds([*switches, "-out", folder, str(file)]) for _ in range(3 if QUICK else 5)]
        made = sum(each.stat().st_size for each in pathlib.Path(folder).iterdir() if each != file) / 1e6
        median = statistics.median(times)
        results[name] = {"mb_per_s": round(size / median, 2), "cpu_s": [round(each, 3) for each in times], "output_mb": round(made, 1)}
        print(f"{name:<14}{size / median:>8.2f}{median:>8.2f}{made:>11.1f}")
    pathlib.Path(RESULTS).write_text(json.dumps(results, indent=1) + "\n")
