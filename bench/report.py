#!/usr/bin/env python3
"""Turns the lines of run.sh into medians: the table, and everything in results.json."""
import collections
import json
import os
import platform
import statistics
import sys

TIMES = ("calls_per_s", "p50_us", "p99_us", "client_cpu_us", "server_cpu_us", "client_sleeps",
         "server_sleeps")
ALLOCATIONS = ("client_allocations", "server_allocations")
GRPC_CPU_US = (24, 60)  # what a sound gRPC costs in a pipelined call, both sides together


def summary(lines):
    """Of one system in one workload: the median, least and greatest of each figure."""
    timed = [line for line in lines if ALLOCATIONS[0] not in line]
    for line in timed:
        line["cpu_us"] = line["client_cpu_us"] + line["server_cpu_us"]
    result = {"rounds": len(timed)}
    for name in TIMES + ("cpu_us",):
        values = [line[name] for line in timed]
        result[name] = {"median": statistics.median(values), "min": min(values), "max": max(values)}
    for name in ALLOCATIONS:
        result[name] = next((line[name] for line in lines if name in line), None)
    return result


def machine():
    with open("/proc/cpuinfo") as cpuinfo:
        models = [line.split(":")[1].strip() for line in cpuinfo if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(),
            "kernel": platform.release(), "load": os.getloadavg()[0]}


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if theirs else "-"


def row(name, of, systems):
    def median(figure):
        return of[figure]["median"]

    def cpu_of(other):
        return systems[other]["cpu_us"]["median"] if other in systems else None

    spread = (of["cpu_us"]["max"] - of["cpu_us"]["min"]) / median("cpu_us") * 100
    allocations = ["-" if of[figure] is None else f"{of[figure]:.2f}" for figure in ALLOCATIONS]
    ratios = [ratio(median("cpu_us"), cpu_of(other)) for other in ("grpc", "raw")]
    return [name, f"{median('p50_us'):.1f}", f"{median('p99_us'):.1f}",
            f"{median('calls_per_s'):,.0f}", f"{median('client_cpu_us'):.2f}",
            f"{median('server_cpu_us'):.2f}", f"{median('cpu_us'):.2f}", f"{spread:.0f} %",
            *ratios, *allocations]


def print_table(rows):
    widths = [max(len(line[column]) for line in rows) for column in range(len(rows[0]))]
    for line in rows:
        print("  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(line, widths))))


HEAD = ["", "p50 us", "p99 us", "calls/s", "cpu us: client", "server", "both", "spread", "x grpc",
        "x raw", "allocations: client", "server"]


def warn_about_grpc(workload, systems):
    if not workload.startswith("pipelined") or "grpc" not in systems:
        return
    cpu = systems["grpc"]["cpu_us"]["median"]
    if not GRPC_CPU_US[0] * 0.5 <= cpu <= GRPC_CPU_US[1] * 1.5:
        print(f"WARNING: gRPC at {cpu:.1f} us of CPU per call is outside what it is known to need "
              f"({GRPC_CPU_US[0]} to {GRPC_CPU_US[1]}): do not quote this comparison.")


def main(lines_path, results_path):
    grouped = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(lines_path) as lines:
        for line in map(json.loads, lines):
            grouped[line["workload"]][line["system"]].append(line)
    workloads = {name: {system: summary(lines) for system, lines in systems.items()}
                 for name, systems in grouped.items()}
    host = machine()
    with open(results_path, "w") as results:
        json.dump({"machine": host, "workloads": workloads}, results, indent=1)
    print(f"{host['cpu']}, {host['cores']} cores, Linux {host['kernel']}, load {host['load']:.1f}")
    for workload, systems in workloads.items():
        rounds = min(of["rounds"] for of in systems.values())
        print(f"\n{workload} (per call, medians of {rounds} rounds)")
        print_table([HEAD] + [row(name, of, systems) for name, of in systems.items()])
        warn_about_grpc(workload, systems)
    print(f"\n{results_path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
