#!/usr/bin/env python3
# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Draws docs/pressed-keys.svg, the picture in README.md, from a real run.

    make picture        (or: docs/make_picture.py PROGRAM OUTPUT.svg)

Starts the program on a pseudoterminal, types, and notes when each line came. The picture shows the
same lines and key presses at the same times.
"""
import html
import os
import pty
import select
import sys
import time

# What is typed: the bytes, how the key is called on a keyboard, the pause before it in seconds.
KEYS = [
    ("h", "H", 0.25), ("e", "E", 0.12), ("l", "L", 0.15), ("l", "L", 0.12), ("o", "O", 0.12),
    ("w", "W", 0.6), ("o", "O", 0.15), ("r", "R", 0.15),
    ("l", "L", 0.55), ("d", "D", 0.15), ("\x1b[A", "↑", 0.2), ("\x01", "Ctrl-A", 0.2),
    ("i", "I", 1.3), ("t", "T", 0.12), (" ", "Space", 0.15), ("w", "W", 0.15), ("o", "O", 0.12),
    ("r", "R", 0.6), ("k", "K", 0.12), ("s", "S", 0.12), ("\x1b[1;5C", "Ctrl-→", 0.2),
    ("\x03", "Ctrl-C", 1.0),
]

WIDTH, LINE, TOP, LEFT = 640, 24, 52, 20


def read_until(fd, deadline, lines, start):
    """Notes the lines that come before the deadline; false at the end of the program."""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([fd], [], [], left)[0]:
            return True
        try:
            data = os.read(fd, 4096)
        except OSError:
            return False
        if not data:
            return False
        for line in data.decode().splitlines():
            lines.append((time.monotonic() - start, line))
    return True


def run(program):
    """Returns the lines and the key presses, each with its time in seconds."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(program, [program])
    start = time.monotonic()
    lines, presses = [], []
    due = start
    for bytes_, cap, pause in KEYS:
        due += pause
        read_until(fd, due, lines, start)
        os.write(fd, bytes_.encode())
        presses.append((time.monotonic() - start, cap))
    read_until(fd, time.monotonic() + 10, lines, start)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        sys.exit(f"{program} ended with status {status}")
    return lines, presses


def draw(lines, presses):
    height = TOP + LINE * (len(lines) + 1) + 56
    shapes = []
    for row, (at, text) in enumerate(lines):
        y = TOP + LINE * (row + 1)
        shapes.append(f'<text class="at" style="animation-delay:{at:.2f}s" x="{LEFT}" y="{y}" '
                      f'xml:space="preserve">{html.escape(text)}</text>')
    for i, (at, cap) in enumerate(presses):
        width = 20 + 10 * len(cap)
        x, y = WIDTH - LEFT - width, height - 50
        following = presses[i + 1][0] if i + 1 < len(presses) else at + 1.2
        shown = min(0.9, following - at)
        shapes.append(
            f'<g class="cap" style="animation-delay:{at:.2f}s;animation-duration:{shown:.2f}s">'
            f'<rect x="{x}" y="{y}" width="{width}" height="32" rx="6"/>'
            f'<text x="{x + width / 2}" y="{y + 21}" text-anchor="middle">{html.escape(cap)}</text>'
            '</g>')
    body = "\n".join(shapes)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">
<title>cotty in a terminal: once a second it prints which keys were pressed</title>
<style>
  text {{ font: 15px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d8dee9 }}
  .at {{ animation: show 0s both }}
  .cap {{ visibility: hidden; animation: show-for linear }}
  .cap rect {{ fill: #3b4252; stroke: #81a1c1 }}
  @keyframes show {{ from {{ visibility: hidden }} to {{ visibility: visible }} }}
  @keyframes show-for {{ from, to {{ visibility: visible }} }}
</style>
<rect width="{WIDTH}" height="{height}" rx="10" fill="#1f2430"/>
<circle cx="22" cy="20" r="6" fill="#bf616a"/><circle cx="42" cy="20" r="6" fill="#ebcb8b"/>
<circle cx="62" cy="20" r="6" fill="#a3be8c"/>
<text x="{LEFT}" y="{TOP}">$ cotty</text>
{body}
</svg>
"""


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    lines, presses = run(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write(draw(lines, presses))


main()
