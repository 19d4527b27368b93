#!/usr/bin/env python3
"""Turns the lines of run.sh into medians: the table, and everything in results.json."""
import json
import os
import platform
import statistics
import sys

TIMES = ("calls_per_s", "p50_us", "p99_us", "client_cpu_us", "server_cpu_us", "client_sleeps",
         "server_sleeps")
ALLOCATIONS = ("client_allocations", "server_allocations")
GRPC_CPU_US = 60  # what a sound gRPC costs at most in a pipelined call, both sides together
HEAD = ("", "p50 us", "p99 us", "calls/s", "cpu us: client", "server", "both", "spread", "x grpc",
        "x raw", "allocations: client", "server")


def summary(timed, counted):
    """Of one system: the median, least and greatest of each figure."""
    result = {"rounds": len(timed)}
    for line in timed:
        line["cpu_us"] = line["client_cpu_us"] + line["server_cpu_us"]
    for name in TIMES + ("cpu_us",):
        values = [line[name] for line in timed]
        result[name] = {"median": statistics.median(values), "min": min(values), "max": max(values)}
    for name in ALLOCATIONS:
        result[name] = counted[name]
    return result


def summaries(lines):
    """(workload, placement) -> system -> summary, in the order of the run."""
    timed, counted = {}, {}
    for line in lines:
        if ALLOCATIONS[0] in line:
            counted[line["workload"], line["system"]] = line
        else:
            group = timed.setdefault((line["workload"], line["placement"]), {})
            group.setdefault(line["system"], []).append(line)
    return {(workload, placement): {system: summary(rounds, counted[workload, system])
                                    for system, rounds in group.items()}
            for (workload, placement), group in timed.items()}


def machine():
    with open("/proc/cpuinfo") as cpuinfo:
        models = [line.split(":")[1].strip() for line in cpuinfo if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(),
            "kernel": platform.release(), "load": os.getloadavg()[0]}


def row(name, systems):
    def median(figure, system=name):
        return systems[system][figure]["median"]

    cpu = systems[name]["cpu_us"]
    ratios = [f"{median('cpu_us') / median('cpu_us', other):.2f}" if other in systems else "-"
              for other in ("grpc", "raw")]
    allocations = [f"{systems[name][side]:.2f}" for side in ALLOCATIONS]
    return (name, f"{median('p50_us'):.1f}", f"{median('p99_us'):.1f}",
            f"{median('calls_per_s'):,.0f}", f"{median('client_cpu_us'):.2f}",
            f"{median('server_cpu_us'):.2f}", f"{median('cpu_us'):.2f}",
            f"{(cpu['max'] - cpu['min']) / cpu['median'] * 100:.0f} %", *ratios, *allocations)


def print_table(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    for line in rows:
        cells = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        print("  ".join([line[0].ljust(widths[0]), *cells]))


def warn_about_grpc(workload, systems):
    cpu = systems["grpc"]["cpu_us"]["median"] if "grpc" in systems else 0
    if workload.startswith("pipelined") and cpu > GRPC_CPU_US:
        print(f"WARNING: gRPC at {cpu:.1f} us of CPU per call is far slower than it is known to be "
              f"(up to {GRPC_CPU_US}): do not quote this comparison.")


def main(lines_path, results_path):
    with open(lines_path) as lines:
        results = summaries(map(json.loads, lines))
    host = machine()
    tables = [{"workload": workload, "placement": placement, "systems": systems}
              for (workload, placement), systems in results.items()]
    with open(results_path, "w") as out:
        json.dump({"machine": host, "results": tables}, out, indent=1)
    print(f"{host['cpu']}, {host['cores']} cores, Linux {host['kernel']}, load {host['load']:.1f}")
    for (workload, placement), systems in sorted(results.items(), key=lambda item: item[0][1]):
        print(f"\n{workload}, {placement} (per call, medians of {next(iter(systems.values()))['rounds']} rounds)")
        print_table([HEAD] + [row(name, systems) for name in systems])
        warn_about_grpc(workload, systems)
    print(f"\n{results_path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
