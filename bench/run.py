#!/usr/bin/env python3
# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Compares cotty with other programs that read keys, and prints tables.

    make bench      (or: bench/run.py BUILD, the folder CMake built bench/ in)

The steps: decoder mem flood latency key strace burst split (all by default), and startup idle escape,
which tell less for their time. Figures are written to BUILD/results.json; --merge keeps what a run
before wrote there. Rounds go over all peers in turn, so that drift hits all alike; for CPU time the
least over the rounds counts, for latencies the median.
"""
import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib

import report

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = ["ascii", "utf8", "esc", "kitty", "mouse", "paste"]
STEPS = ["decoder", "mem", "flood", "latency", "key", "strace", "burst", "split"]


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def numbers(line):
    """The key=value pairs of a line."""
    out = {}
    for k, v in re.findall(r"(\w+)=(\S+)", line):
        try:
            out[k] = float(v)
        except ValueError:
            out[k] = v
    return out


def run(argv, env=None, timeout=300):
    try:
        r = subprocess.run(argv, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout)
        return r.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return "error=timeout"


def machine():
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {"cpu": model, "cpus": os.cpu_count(), "kernel": platform.release(),
            "load": os.getloadavg()[0]}


class Bench:
    def __init__(self, options):
        self.options = options
        self.programs = os.path.join(options.build, "peers")
        self.driver = os.path.join(self.programs, "driver")
        self.inputs = os.path.join(options.build, "inputs")
        self.file = os.path.join(options.build, "results.json")
        self.meta = {}
        for small in False, True:
            with open(os.path.join(self.folder(small), "meta.json"), encoding="utf-8") as f:
                self.meta[small] = json.load(f)
        self.peers = self.known_peers()
        self.on_tty = [p for p in self.peers if p.get("tty", True)]
        self.results = {"machine": machine(), "peers": {}}
        if options.merge and os.path.exists(self.file):
            with open(self.file, encoding="utf-8") as f:
                self.results = json.load(f)
        for p in self.peers:
            self.results["peers"].setdefault(p["name"], {})["decodes"] = p.get("decodes", True)

    def known_peers(self):
        peers = []
        folder = os.path.join(HERE, "peers")
        with open(os.path.join(folder, "peers.toml"), "rb") as f:
            for p in tomllib.load(f)["peer"]:
                p["cmd"] = [a.format(build=self.programs, peers=folder) for a in p["cmd"]]
                if self.options.only and p["name"] not in self.options.only.split(","):
                    continue
                if shutil.which(p["cmd"][0]) is None or "needs" in p and subprocess.run(
                        p["needs"], capture_output=True, check=False).returncode != 0:
                    say("left out, not installed:", p["name"])
                    continue
                peers.append(p)
        return peers

    def folder(self, small):
        return os.path.join(self.inputs, "small") if small else self.inputs

    def input(self, name, small=False):
        return os.path.join(self.folder(small), name + ".bin")

    def put(self, peer, key, value):
        self.results["peers"][peer["name"]][key] = value

    def got(self, peer, key):
        return self.results["peers"][peer["name"]].get(key)

    def save(self):
        with open(self.file + ".new", "w", encoding="utf-8") as f:
            json.dump(self.results, f, indent=1)
        os.replace(self.file + ".new", self.file)

    def drive(self, peer, what, *args, mode, before=(), under=(), timeout=300):
        argv = [*before, self.driver, what, *map(str, args), "--", *under, *peer["cmd"], mode]
        return run(argv, peer.get("env"), timeout)

    # What decoder_bench says, by input and cut.
    def step_decoder(self):
        out = run([os.path.join(self.options.build, "decoder_bench"), "--benchmark_format=json",
                   "--benchmark_min_time=0.1"])
        self.results["decoder"] = {
            b["name"]: {"ns_per_event": b["time/event"] * 1e9, "events": b["events"],
                        "MB_per_s": b["bytes_per_second"] / 1e6, "allocations": b["allocations"]}
            for b in json.loads(out)["benchmarks"]}
        say("decoder")

    # In memory: MB/s, and ns for each event that an ideal decoder reports.
    def step_mem(self):
        peers = [p for p in self.peers if p.get("mem")]
        for name in INPUTS:
            ideal = self.meta[False][name]
            found, reps = {}, {}
            for round_ in range(self.options.rounds):
                for p in peers:
                    call = [*p["cmd"], "mem", self.input(name)]
                    if round_ == 0:  # how often for about 0.2 s?
                        cpu = numbers(run([*call, "1"], p.get("env"), 120)).get("cpu", 0.2)
                        reps[p["name"]] = max(1, min(2000, int(0.2 / max(cpu, 1e-4))))
                    o = numbers(run([*call, str(reps[p["name"]])], p.get("env"), 120))
                    if "cpu" in o:
                        found.setdefault(p["name"], []).append(
                            (o["cpu"] / o["bytes"], o["events"] / o["bytes"]))
            for p in peers:
                if p["name"] not in found:
                    self.put(p, "mem." + name, {"error": "failed"})
                    continue
                per_byte, events = min(found[p["name"]])
                self.put(p, "mem." + name, {
                    "MB_per_s": 1e-6 / per_byte,
                    "ns_per_event": per_byte * ideal["bytes"] / ideal["events"] * 1e9,
                    "events_ratio": events * ideal["bytes"] / ideal["events"]})
            say("mem", name)

    # Through a pseudoterminal, as fast as it goes: CPU time, without that of start and end.
    def step_flood(self):
        for p in self.on_tty:
            runs = [numbers(self.drive(p, "flood", "-b", 0, mode="count")) for _ in range(5)]
            self.put(p, "empty_cpu", min((o["user"] + o["sys"] for o in runs if "user" in o),
                                         default=0))
        for name in INPUTS:
            found = {}
            for _ in range(self.options.rounds):
                for p in self.on_tty:
                    before = found.setdefault(p["name"], [])
                    if before and "error" in before[-1]:
                        continue
                    mb = p.get("mb", 4)
                    before.append(numbers(self.drive(
                        p, "flood", "-f", self.input(name, mb < 1), "-b", int(mb * (1 << 20)),
                        "-t", 60, mode="count")))
            for p in self.on_tty:
                ideal = self.meta[p.get("mb", 4) < 1][name]
                runs = [o for o in found[p["name"]] if "events" in o]
                if not runs:
                    self.put(p, "flood." + name, {"error": found[p["name"]][-1].get("error", "?")})
                    continue
                cpus = [max(1e-6, o["user"] + o["sys"] - self.got(p, "empty_cpu")) for o in runs]
                cpu, size = min(cpus), runs[0]["bytes"]
                events = size * ideal["events"] / ideal["bytes"]
                self.put(p, "flood." + name, {
                    "MB_per_cpu_s": size / cpu / 1e6, "ns_per_event": cpu / events * 1e9,
                    "ns_per_event_median": statistics.median(cpus) / events * 1e9,
                    "user_share": statistics.median(o["user"] / (o["user"] + o["sys"])
                                                    for o in runs),
                    "MB_per_wall_s": max(size / o["wall"] for o in runs) / 1e6,
                    "events_ratio": statistics.median(o["events"] for o in runs) / events})
            say("flood", name)

    def latency(self, key, count, seconds, rounds, into, pinned=False):
        # Driver and peer on one CPU: no wake-ups from CPU to CPU, which vary most.
        before = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] if pinned else []
        found = {p["name"]: [] for p in self.on_tty}
        for _ in range(rounds):
            for p in self.on_tty:
                runs = found[p["name"]]
                dots = ["-d", int(runs[0]["dots"])] if runs and "dots" in runs[0] else []
                runs.append(numbers(self.drive(p, "latency", "-k", key, "-n", count, "-s", seconds,
                                               *dots, mode="echo", before=before)))
        for p in self.on_tty:
            runs = [o for o in found[p["name"]] if "p50_us" in o]
            if not runs:
                self.put(p, into, {"error": found[p["name"]][0].get("error", "?")})
                continue
            value = {k: statistics.median(o[k] for o in runs)
                     for k in ("dots", "min_us", "p50_us", "p99_us")}
            empty = self.got(p, "empty_cpu") or 0
            value["cpu_us_per_key"] = statistics.median(
                (o["user"] + o["sys"] - empty) / o["n"] * 1e6 for o in runs)
            self.put(p, into, value)
        say(into)

    def step_latency(self):
        self.latency("61", 1000, 5, 3, "latency.a", pinned=True)

    def step_escape(self):
        self.latency("1b", 50, 4, 2, "latency.escape")
        self.latency("1b78", 300, 4, 2, "latency.alt_x")

    # Instructions in user mode for one key that is typed alone, and shown by one write.
    def step_key(self):
        keys = 300
        for p in self.on_tty:
            if p.get("key", True):
                few, many = (self.instructions(p, n) for n in (0, keys))
                if many > few > 0:
                    self.put(p, "instructions_per_key", (many - few) / keys)
                say("key", p["name"])

    def instructions(self, peer, keys):
        with tempfile.TemporaryDirectory() as folder:
            self.drive(peer, "latency", "-n", keys, "-d", 1, "-p", 3000, mode="echo", under=[
                "valgrind", "--tool=callgrind", "--callgrind-out-file=" + folder + "/out.%p"])
            total = 0
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), encoding="utf-8") as f:
                    if m := re.search(r"(?m)^(?:summary|totals): (\d+)", f.read()):
                        total += int(m[1])
            return total

    def step_strace(self):
        keys = 500
        for p in self.on_tty:
            none, many = self.system_calls(p, 0), self.system_calls(p, keys)
            which = {name: (n - none.get(name, 0)) / keys for name, n in many.items()
                     if n - none.get(name, 0) > keys / 50}
            self.put(p, "system_calls", {"per_key": sum(which.values()), "which": which})
        say("strace")

    def system_calls(self, peer, keys):
        with tempfile.NamedTemporaryFile("r") as out:
            self.drive(peer, "latency", "-n", keys, "-s", 60, "-d", 1, "-p", 1000, mode="echo",
                       under=["strace", "-f", "-c", "-U", "calls,name", "-o", out.name])
            return {m[2]: int(m[1]) for m in re.finditer(r"(?m)^\s*(\d+)\s+(\w+)$", out.read())
                    if m[2] != "total"}

    def step_burst(self):
        for p in self.on_tty:
            self.put(p, "burst", numbers(self.drive(p, "burst", "-b", 3000, mode="echo")))
        say("burst")

    # Each sequence whole, then byte by byte with 2 ms between.
    def step_split(self):
        for p in self.on_tty:
            if not p.get("decodes", True):
                continue
            out = self.drive(p, "split", "-f", os.path.join(HERE, "peers/split.txt"), "-g", 2000,
                             "-w", p.get("settle_ms", 150), mode="dump", timeout=200)
            rows = []
            for line in out.splitlines():
                c = line.split("\t")
                if len(c) == 7:
                    rows.append({"label": c[0], **numbers(" ".join(c[1:5])),
                                 "whole_events": c[5], "split_events": c[6]})
            self.put(p, "split", rows)
            say("split", p["name"])

    def step_startup(self):
        for p in self.on_tty:
            self.put(p, "startup", numbers(self.drive(p, "startup", "-n", 15, mode="count")))
        say("startup")

    def step_idle(self):
        for p in self.on_tty:
            self.put(p, "idle", numbers(self.drive(p, "idle", "-s", 5, mode="count")))
        say("idle")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument("--only", default="", help="peers, by name, with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--merge", action="store_true", help="keep what the last run found")
    bench = Bench(parser.parse_args())
    for step in bench.options.steps.split(","):
        say("==", step)
        getattr(bench, "step_" + step)()
        bench.save()
    print(report.markdown(bench.results))


main()
