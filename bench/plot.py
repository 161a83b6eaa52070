#!/usr/bin/env python3
# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Draws what bench/run.py has found, and writes its tables into the document.

    make plot      (or: bench/plot.py RESULTS.json PICTURE.svg DOCUMENT.md)

The tables replace what is between the two marks in the document.
"""
import html
import json
import math
import sys

import report

BEGIN, END = "<!-- tables: make plot -->\n", "<!-- end of tables -->\n"
PANEL, BAR, GAP, NAME, TOP, FOOT, MARGIN = 330, 13, 9, 150, 64, 34, 16

STYLE = """
  text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 13px }
  .note, .tick { fill: #57606a; font-size: 11px }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .goal { stroke: #1a7f37; stroke-width: 1.5; stroke-dasharray: 4 3 }
  .goal-text { fill: #1a7f37; font-size: 11px }
  .bar { fill: #8c959f } .base { fill: #d0d7de } .cotty { fill: #0969da }
  .name-cotty { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .note, .tick { fill: #9198a1 }
    .grid { stroke: #30363d }
    .goal { stroke: #3fb950 } .goal-text { fill: #3fb950 }
    .bar { fill: #6e7681 } .base { fill: #3d444d } .cotty { fill: #58a6ff }
  }
"""


def bars(title, note, rows, goal):
    """One panel: bars on a logarithmic scale, the shortest first. Returns it and its height."""
    rows = sorted(((name, value, kind) for name, value, kind in rows if value), key=lambda r: r[1])
    values = [value for _, value, _ in rows] + ([goal] if goal else [])
    low = 10 ** math.floor(math.log10(min(values)) - 0.05)
    high = 10 ** math.ceil(math.log10(max(values)) + 0.15)
    left, right = NAME, PANEL - 20
    bottom = TOP + len(rows) * (BAR + GAP)

    def at(value):
        return left + (right - left) * math.log10(value / low) / math.log10(high / low)

    out = [f'<text class="title" x="0" y="14">{html.escape(title)}</text>',
           f'<text class="note" x="0" y="30">{html.escape(note)}</text>']
    tick = low
    while tick <= high * 1.01:
        x = at(tick)
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>')
        out.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">'
                   f'{tick:,g}</text>')
        tick *= 10
    for i, (name, value, kind) in enumerate(rows):
        y = TOP + i * (BAR + GAP)
        own = " class=\"name-cotty\"" if kind == "cotty" else ""
        out.append(f'<text{own} x="{left - 8}" y="{y + 11}" text-anchor="end">'
                   f'{html.escape(name)}</text>')
        width = max(1.5, at(value) - left)
        out.append(f'<rect class="{kind}" x="{left}" y="{y}" width="{width:.1f}" height="{BAR}" '
                   'rx="2"/>')
        out.append(f'<text class="tick" x="{left + width + 5:.1f}" y="{y + 11}">'
                   f'{report.number(value)}</text>')
    if goal:
        x = at(goal)
        out.append(f'<line class="goal" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>')
        out.append(f'<text class="goal-text" x="{x:.1f}" y="{TOP - 13}" text-anchor="middle">'
                   f'goal {report.number(goal)}</text>')
    return "\n".join(out), bottom + FOOT


def kind_of(results, name):
    if name.startswith("cotty"):
        return "cotty"
    return "bar" if report.find(results, name, "decodes") else "base"


def rows(results, *path):
    return [(name, report.find(results, name, *path), kind_of(results, name))
            for name in results["peers"]]


def decoders(all_rows):
    return [r for r in all_rows if r[2] != "base"]


def draw(results):
    epoll = report.find(results, "base_epoll", "flood.esc", "ns_per_event")
    asio = report.find(results, "asio_read", "instructions_per_key")
    panels = [
        bars("Decoding in memory", "ns for a key that sends an escape sequence",
             decoders(rows(results, "mem.esc", "ns_per_event")), 10),
        bars("Through a pseudoterminal", "ns of CPU for such a key, the system's included",
             rows(results, "flood.esc", "ns_per_event"), 3 * epoll if epoll else None),
        bars("One key typed alone", "instructions in user mode",
             rows(results, "instructions_per_key"), 1.25 * asio if asio else None),
    ]
    width = MARGIN * 2 + PANEL * len(panels)
    height = max(h for _, h in panels) + MARGIN + 22
    body = "\n".join(f'<g transform="translate({MARGIN + i * PANEL},{MARGIN})">\n{p}\n</g>'
                     for i, (p, _) in enumerate(panels))
    m = results["machine"]
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>What a key costs in cotty and in other programs; shorter is better</title>
<style>{STYLE}</style>
{body}
<text class="note" x="{MARGIN}" y="{height - 10}">Shorter is better; logarithmic scales. Light bars \
decode nothing. {html.escape(m["cpu"])}, Linux {html.escape(m["kernel"])}.</text>
</svg>
"""


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as f:
        results = json.load(f)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(draw(results))
    with open(sys.argv[3], encoding="utf-8") as f:
        before, rest = f.read().split(BEGIN)
    after = rest.split(END)[1]
    with open(sys.argv[3], "w", encoding="utf-8") as f:
        f.write(before + BEGIN + "\n" + report.markdown(results) + "\n\n" + END + after)


main()
