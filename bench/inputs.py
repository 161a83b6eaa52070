#!/usr/bin/env python3
# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Writes what the benchmarks decode: inputs.py FOLDER

Six files, always the same, of 1 MiB each, and again of 64 KiB in FOLDER/small; beside them
meta.json with their sizes and the number of events that an ideal decoder reports. No file holds
0x04, which ends a run of a peer, and each ends where a sequence ends, so that it can be repeated.
"""
import json
import os
import random
import sys

LETTERS = b"etaoinshrdlucmfwypvbgkjqxz"
KITTY = [c for c in range(97, 123) if c != 100]  # no 'd': Ctrl-D ends a run
TILDE = [2, 3, 5, 6, 15, 17, 18, 19, 20, 21, 23, 24]


def ascii_word(r):
    """Typed English, with its commas, Enter, Tab and Backspace."""
    w = bytes(LETTERS[min(int(r.expovariate(0.16)), 25)] for _ in range(r.randint(1, 9)))
    if r.random() < 0.08:
        w = w.capitalize()
    end = r.choices([b" ", b", ", b". ", b"\r", b"\t", b"\x7f", b"0", b"()"],
                    [80, 4, 4, 3, 2, 4, 2, 1])[0]
    return w + end, len(w) + len(end)


def utf8_word(r):
    """40 % ASCII words, the rest characters of two, three and four bytes."""
    k, n = r.random(), r.randint(1, 6)
    if k < 0.40:
        s = "".join(chr(97 + r.randrange(26)) for _ in range(n)) + " "
    elif k < 0.65:
        s = "".join(r.choice("éèêàùçñöüßåøæœžščłáíóú") for _ in range(n)) + " "
    elif k < 0.90:
        s = "".join(chr(0x4E00 + r.randrange(0x5000)) for _ in range(n))
    else:
        s = "".join(chr(0x1F600 + r.randrange(0x40)) for _ in range(r.randint(1, 3)))
    return s.encode(), len(s)


def esc_key(r):
    """The keys of xterm: arrows, function keys, modified ones, Alt with a character."""
    k = r.randrange(7)
    if k == 0:
        return b"\x1b[" + r.choice([b"A", b"B", b"C", b"D", b"H", b"F"]), 1
    if k == 1:
        return b"\x1b[1;%d%c" % (r.randint(2, 8), r.choice(b"ABCDHF")), 1
    if k == 2:
        return b"\x1bO" + r.choice([b"A", b"B", b"C", b"D", b"P", b"Q", b"R", b"S"]), 1
    if k == 3:
        return b"\x1b[%d~" % r.choice(TILDE), 1
    if k == 4:
        return b"\x1b[%d;%d~" % (r.choice(TILDE), r.randint(2, 8)), 1
    if k == 5:
        return b"\x1b" + bytes([r.choice(b"abcdefghijklmnopqrstuvwxyz0123456789")]), 1
    return b"\x1b[Z", 1


def kitty_key(r):
    """The kitty keyboard protocol with all that it can report."""
    k, mods, action = r.randrange(6), r.randint(1, 8), r.randint(1, 3)
    if k <= 2:  # letters: press, repeat, release
        return b"\x1b[%d;%d:%du" % (r.choice(KITTY), mods, action), 1
    if k == 3:  # alternate keys and text
        c = r.choice(KITTY)
        return b"\x1b[%d:%d:%d;2:%d;%du" % (c, c - 32, c, 1 + r.randrange(2), c - 32), 1
    if k == 4:  # keypad, media and modifier keys
        return b"\x1b[%d;%d:%du" % (r.randint(57399, 57452), mods, action), 1
    if r.random() < 0.5:
        return b"\x1b[1;%d:%d%c" % (mods, action, r.choice(b"ABCDHF")), 1
    return b"\x1b[%d;%d:%d~" % (r.choice([2, 3, 5, 6, 15, 17]), mods, action), 1


def mouse():
    """The pointer wanders over the window (SGR encoding)."""
    x, y = 100, 30

    def move(r):
        nonlocal x, y
        x = min(200, max(1, x + r.randint(-3, 3)))
        y = min(60, max(1, y + r.randint(-1, 1)))
        return b"\x1b[<35;%d;%dM" % (x, y), 1

    return move


def fill(make, seed, size):
    rng, data, events = random.Random(seed), bytearray(), 0
    while len(data) < size:
        more, n = make(rng)
        data += more
        events += n
    return bytes(data), events


def paste(size):
    """One bracketed paste of text, mostly ASCII."""
    text, _ = fill(lambda r: (ascii_word(r) if r.random() < 0.9 else utf8_word(r)), 6, size)
    return b"\x1b[200~" + text.replace(b"\x7f", b" ") + b"\x1b[201~", 1


def write(folder, size):
    os.makedirs(folder, exist_ok=True)
    files = {
        "ascii": fill(ascii_word, 1, size),
        "utf8": fill(utf8_word, 2, size),
        "esc": fill(esc_key, 3, size),
        "kitty": fill(kitty_key, 4, size),
        "mouse": fill(mouse(), 5, size),
        "paste": paste(size),
    }
    for name, (data, _) in files.items():
        assert b"\x04" not in data
        with open(os.path.join(folder, name + ".bin"), "wb") as f:
            f.write(data)
    with open(os.path.join(folder, "meta.json"), "w", encoding="utf-8") as f:
        json.dump({name: {"bytes": len(data), "events": events}
                   for name, (data, events) in files.items()}, f, indent=1)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(os.path.join(sys.argv[1], "small"), 1 << 16)
    write(sys.argv[1], 1 << 20)


main()
