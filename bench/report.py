# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Tables in Markdown of what bench/run.py has found."""

INPUTS = ["ascii", "utf8", "esc", "kitty", "mouse", "paste"]
NOTHING = "–"


def find(results, peer, *path):
    """What the results hold there, or None."""
    value = results["peers"].get(peer, {})
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def number(x):
    if x is None:
        return NOTHING
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"


def ratio(x, base):
    return None if x is None or not base else x / base


def times(x, base):
    """`x`, and how many times the base that is."""
    r = ratio(x, base)
    return number(x) if r is None else f"{number(x)} ({r:.2f}×)"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def allocations(results):
    rows = results.get("decoder")
    return sum(r["allocations"] for r in rows.values()) if rows else None


def decoder_rows(results):
    for name in INPUTS:
        row = [name]
        for cut in "whole", "4096", "1":
            found = results["decoder"].get(f"{name}/{cut}", {})
            row += [number(found.get("ns_per_event")), number(found.get("MB_per_s"))]
        yield row


def goals(results):
    """(what, measured, bound, unit, whether lower is better)"""
    def memory(name):
        return find(results, "cotty", "mem." + name, "ns_per_event")

    def pty(name, key="ns_per_event"):
        return ratio(find(results, "cotty", "flood." + name, key),
                     find(results, "base_epoll", "flood." + name, key))

    out = [(f"in memory, {name}", memory(name), bound, "ns per event", True)
           for name, bound in [("ascii", 3), ("utf8", 3), ("esc", 10), ("kitty", 10),
                               ("mouse", 10)]]
    speed = find(results, "cotty", "mem.paste", "MB_per_s")
    out.append(("in memory, paste", ratio(speed, 1000), 2, "GB/s", False))
    out.append(("in memory, all inputs", allocations(results), 0, "allocations", True))
    out += [(f"pseudoterminal, {name}", pty(name), 3, "× the CPU per event of base_epoll", True)
            for name in INPUTS if name != "paste"]
    out.append(("pseudoterminal, paste", pty("paste", "MB_per_cpu_s"), 0.8,
                "× the MB per CPU second of base_epoll", False))
    out.append(("one key typed alone",
                ratio(find(results, "cotty", "instructions_per_key"),
                      find(results, "asio_read", "instructions_per_key")),
                1.25, "× the instructions of asio_read", True))
    return out


def goal_rows(results):
    for what, measured, bound, unit, lower in goals(results):
        if measured is None:
            met = NOTHING
        else:
            met = "yes" if (measured <= bound if lower else measured >= bound) else "**no**"
        yield [what, number(measured), f"{'≤' if lower else '≥'} {bound} {unit}", met]


def has(results, prefix):
    return [p for p, found in results["peers"].items()
            if any(key.startswith(prefix) for key in found)]


def starred(cell, events_ratio):
    """A star where a decoder reports not the events that are there."""
    wrong = events_ratio is not None and abs(events_ratio - 1) > 0.01
    return cell + "\\*" if wrong else cell


def memory_rows(results):
    for p in has(results, "mem."):
        row = [p]
        for name in INPUTS:
            found = find(results, p, "mem." + name) or {}
            if name == "paste":
                row.append(number(found.get("MB_per_s")))
            elif find(results, p, "decodes"):
                row.append(starred(number(found.get("ns_per_event")), found.get("events_ratio")))
            else:
                row.append(number(found.get("ns_per_event")))
        yield row


def pty_rows(results):
    for p in has(results, "flood."):
        row = [p]
        for name in INPUTS:
            found = find(results, p, "flood." + name) or {}
            key = "MB_per_cpu_s" if name == "paste" else "ns_per_event"
            cell = times(found.get(key), find(results, "base_epoll", "flood." + name, key))
            if name != "paste" and find(results, p, "decodes"):
                cell = starred(cell, found.get("events_ratio"))
            row.append(cell if "error" not in found else found["error"])
        yield row


def split_cells(rows):
    """Of the sequences that are one event: how many are, whole and cut; and what replies become."""
    if not rows:
        return [NOTHING] * 3
    keys = [r for r in rows if r["expect"] == 1]
    return [f"{sum(r['whole'] == 1 for r in keys)}/{len(keys)}",
            f"{sum(r['split'] == 1 and r['same'] == 1 for r in keys)}/{len(keys)}",
            f"{sum(r['whole'] for r in rows if r['expect'] == 0):.0f}"]


def key_rows(results):
    base = find(results, "base_epoll", "latency.a", "p50_us")
    asio = find(results, "asio_read", "instructions_per_key")
    for p, found in results["peers"].items():
        if not {"latency.a", "instructions_per_key", "split"} & found.keys():
            continue
        yield [p, times(find(results, p, "instructions_per_key"), asio),
               number(find(results, p, "system_calls", "per_key")),
               times(find(results, p, "latency.a", "p50_us"), base),
               number(find(results, p, "latency.a", "p99_us")),
               number(find(results, p, "burst", "delivered")) if found["decodes"] else NOTHING,
               *split_cells(found.get("split"))]


def markdown(results):
    m = results["machine"]
    parts = [f"{m['cpu']}, {m['cpus']} CPUs, Linux {m['kernel']}",
             "### cotty's goals",
             table(["", "measured", "goal", "met"], goal_rows(results)),
             "### In memory: ns per event (paste: MB/s)",
             table(["", *INPUTS], memory_rows(results)),
             "### Through a pseudoterminal: ns of CPU per event (paste: MB per CPU second), "
             "and × base_epoll",
             table(["", *INPUTS], pty_rows(results)),
             "### One key at a time, and whether it is the right one",
             table(["", "instructions per key (× asio_read)", "system calls", "p50 µs (× base_epoll)",
                    "p99 µs", "of a burst of 3,000", "right, whole", "right, cut",
                    "keys made of 2 replies"], key_rows(results))]
    if "decoder" in results:
        parts += ["### cotty's decoder by how the input is cut (decoder_bench): "
                  "ns for each event it reports, and MB/s",
                  table(["", "whole", "MB/s", "in 4,096", "MB/s", "byte by byte", "MB/s"],
                        decoder_rows(results))]
    if any(find(results, p, "latency.escape") or find(results, p, "startup") or
           find(results, p, "idle") for p in results["peers"]):
        parts += ["### The lone Escape, the start, and doing nothing",
                  table(["", "Escape, ms", "Alt-x, µs", "start, ms", "RSS, MB", "wake-ups in 5 s"], [
                      [p, number(ratio(find(results, p, "latency.escape", "p50_us"), 1000)),
                       number(find(results, p, "latency.alt_x", "p50_us")),
                       number(find(results, p, "startup", "p50_ms")),
                       number(ratio(find(results, p, "idle", "rss_kb"), 1000)),
                       number(find(results, p, "idle", "switches"))]
                      for p in has(results, "flood.")])]
    return "\n\n".join(parts)
