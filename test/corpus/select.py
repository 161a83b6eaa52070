#!/usr/bin/env python3
"""Writes the compact selection in this folder anew from a folder of recordings.

    select.py RECORDINGS [TARGET]

RECORDINGS holds files <terminal>.<mode>.jsonl, one JSON object a line; TARGET is this folder unless
it is named. README.md describes both formats and what is selected. Needs Python 3.8, nothing else.
"""
import collections
import json
import pathlib
import sys

# Variants of a terminal stand in its file, and only what they send otherwise is kept.
VARIANTS = {
    'xterm-metaesc': 'xterm',
    'xterm-latin1': 'xterm',
    'xterm-fmt1': 'xterm',
    'xfce4-terminal': 'gnome-terminal',
    'lxterminal': 'gnome-terminal',
    'tmux-metaesc': 'tmux',
    'screen-metaesc': 'screen',
    'kitty-shortcuts': 'kitty',
    'xterm.js-headless': 'xterm.js',
}

# Modes whose every key is a longer sequence: the keys of the shortest list are enough of them.
PROBED = {'kitty3', 'kitty5', 'kitty9', 'kitty15', 'kitty24', 'kitty31'}

# Read otherwise than `default`: what stays the same there has another meaning.
READ_OTHERWISE = {('xterm', 'vt52'), ('xterm-latin1', 's8c1t')}

# What the others of their kind show as well.
LEFT_OUT = {'kitty8', 'kitty31eq', 'kitty31+appkeys', 'kitty1+mok2'}

# Scan codes of the keyboard, which no terminal passes on.
NOT_BYTES_OF_A_TERMINAL = {'K_RAW', 'K_MEDIUMRAW'}

LAYOUTS = {'xterm': {'de-default', 'de-mok2', 'us_ru-default', 'us_ru-mok2', 'gr-default'},
           'kitty': {'de-default', 'de-kitty31', 'us_ru-default', 'us_ru-kitty1', 'fr-kitty1'},
           'gnome-terminal': {'us_ru-default'}}

# Presses held and many keys at once: without releases they are the same everywhere.
TIMED = {'kitty', 'urxvt', 'xterm'}

MOUSE = ['mouse9', 'mouse1000', 'mouse1003', 'mouse1003+1005', 'mouse1003+1006', 'mouse1003+1015',
         'mouse1003+1016']
WIDE = ['mouse1000-wide', 'mouse1000-wide+1005', 'mouse1000-wide+1006', 'mouse1000-wide+1015',
        'mouse1000-wide+1016']
SCROLL = ['altscreen', 'altscroll1007', 'altscroll1007+appkeys']

LONGEST_CELL = 300  # bytes: the long pastes are left to the whole of the recordings

NOT_RECORDED = '?'
PASTED = '!'


def cell(data):
    """The bytes as README.md says; empty if nothing was sent."""
    out = []
    for byte in data:
        if byte == 0x1b:
            out.append('\\e')
        elif byte == 0x5c:
            out.append('\\\\')
        elif 0x21 <= byte < 0x7f:
            out.append(chr(byte))
        else:
            out.append('\\x%02x' % byte)
    text = ''.join(out)
    if text in (NOT_RECORDED, PASTED):
        return '\\x%02x' % ord(text)
    return text


def line_cell(line):
    if line.get('note') == 'paste' or line.get('bytes_hex') in PASTED_HEX:
        return PASTED
    return cell(bytes.fromhex(line['bytes_hex']))


# What the recorder had put on the clipboard and into the primary selection.
PASTED_HEX = {b'PRIMARY'.hex(), b'CLIPBOARD'.hex()}


def split_name(name):
    """A key's name as (what stands in front of the key, the key)."""
    front = ''
    for lock in ('numlock:', 'capslock:', 'insertText:'):
        if name.startswith(lock):
            front, name = lock, name[len(lock):]
    while True:
        word, plus, rest = name.partition('+')
        if word not in ('shift', 'ctrl', 'alt', 'altgr', 'super') or not plus or not rest:
            return front, name
        front, name = front + word + plus, rest


def table(rows, first_column):
    """rows: {row name: {column: cell}}; yields lines, rows with the same columns together."""
    groups = collections.OrderedDict()
    for name, cells in rows.items():
        groups.setdefault(tuple(cells), []).append(name)
    for columns, names in groups.items():
        yield ':' + ''.join('\t' + (c or first_column) for c in columns)
        for name in names:
            yield '\t'.join([name] + [rows[name][c] for c in columns])


def by_row_and_column(entries):
    """entries: (row, column, cell), in order, each row and column once."""
    rows = collections.OrderedDict()
    for row, column, value in entries:
        rows.setdefault(row, collections.OrderedDict())[column] = value
    return rows


def read(path):
    meta, lines = {}, []
    with open(path, encoding='utf-8') as file:
        for text in file:
            line = json.loads(text)
            if line.get('meta'):
                meta = line
            else:
                lines.append(line)
    return meta, lines


def row_name(line):
    front, key = split_name(line['key'])
    if key in ('\\', ' ', '#', ':', '='):
        key = '\\x%02x' % ord(key)
    if line.get('keysyms'):
        key += '=' + ','.join(line['keysyms'])
    return front, key


class Selection:
    def __init__(self, folder):
        self.files = {}  # terminal -> {mode: (meta, lines)}, in the order of the names
        for path in sorted(pathlib.Path(folder).glob('*.jsonl')):
            meta, lines = read(path)
            terminal, _, mode = path.name[:-len('.jsonl')].rpartition('.')
            self.files.setdefault(terminal, collections.OrderedDict())[mode] = (meta, lines)
        shortest = min((lines for modes in self.files.values()
                        for mode, (meta, lines) in modes.items() if meta.get('list') == 'probe'),
                       key=len, default=[])
        self.probe = {line['key'] for line in shortest}

    def section(self, terminal, mode, meta, kind):
        erase = meta.get('tty', '7f').split()[0]
        return '= %s %s %s version=%s erase=%s' % (
            kind, terminal, mode, meta.get('version', '-').replace(' ', '_'), erase)

    def keys(self, terminal, mode, meta, lines, base):
        """base: {key: cell} of the recording that this one is compared with."""
        entries = []
        for line in lines:
            if mode in PROBED and self.probe and line['key'] not in self.probe:
                continue
            if base.get(line['key']) == line_cell(line):
                continue
            front, key = row_name(line)
            entries.append((key, front, line_cell(line)))
        if entries:
            yield self.section(terminal, mode, meta, 'keys')
            yield from table(by_row_and_column(entries), '-')

    def steps(self, terminal, modes, meta, lines):
        """Mouse: one row a step, one column a mode; a step occurs more than once."""
        rows = collections.OrderedDict()
        for mode in modes:
            seen = collections.Counter()
            for line in lines:
                if line['mode'] != mode or line['key'] == 'ended':
                    continue
                name = '%s@%s,%s' % (line['key'], line.get('x'), line.get('y'))
                if line['key'].endswith('-aftermath'):
                    continue
                seen[name] += 1
                rows.setdefault((name, seen[name]), collections.OrderedDict())[mode] = \
                    line_cell(line)
        if rows:
            yield self.section(terminal, 'mouse', meta, 'mouse')
            columns = [m for m in modes if any(m in cells for cells in rows.values())]
            yield ':\t' + '\t'.join(columns)
            for (name, _), cells in rows.items():
                yield '\t'.join([name] + [cells.get(m, NOT_RECORDED) for m in columns])

    def simple(self, terminal, mode, meta, kind, columns, rows):
        rows = [row for row in rows if max(map(len, row)) <= LONGEST_CELL]
        if rows:
            yield self.section(terminal, mode, meta, kind)
            yield ':\t' + '\t'.join(columns)
            for row in rows:
                yield '\t'.join(row)

    def recording(self, terminal, mode, meta, lines, base):
        kind = mode.split('-')[0]
        if mode == 'mouse':
            for modes in (MOUSE, WIDE, SCROLL):
                yield from self.steps(terminal, modes, meta, lines)
        elif mode == 'paste':
            yield from self.simple(terminal, mode, meta, 'paste', ['text', 'bytes'], [
                ['%s,%s,%s' % (line['text'], line['key'],
                               'bracketed' if line['bracketed'] else 'plain'),
                 cell(bytes.fromhex(line['text_hex'])), cell(bytes.fromhex(line['bytes_hex']))]
                for line in lines])
        elif mode == 'queries':
            yield from self.simple(terminal, mode, meta, 'queries', ['sent', 'bytes'], [
                [line['key'], cell(bytes.fromhex(line['sent_hex'])),
                 cell(bytes.fromhex(line['bytes_hex']))]
                for line in lines if line['bytes_hex']])
        elif mode == 'focus+resize':
            yield from self.simple(terminal, mode, meta, 'focus', ['bytes'], [
                [line['key'], cell(bytes.fromhex(line['bytes_hex']))] for line in lines])
        elif kind in ('burst', 'events') and terminal not in TIMED:
            return
        elif kind == 'burst':
            yield from self.simple(terminal, mode, meta, 'burst', ['bytes'], [
                [line['key'], cell(bytes.fromhex(line['bytes_hex']))] for line in lines])
        elif kind == 'events':
            entries = [(line['key'], line['phase'], line_cell(line)) for line in lines]
            yield self.section(terminal, mode, meta, 'events')
            yield from table(by_row_and_column(entries), '-')
        elif kind == 'layout':
            if mode[len('layout-'):] in LAYOUTS.get(terminal, ()):
                yield from self.keys(terminal, mode, meta, lines, {})
        elif mode not in LEFT_OUT:
            by_mode = collections.OrderedDict()
            for line in lines:
                by_mode.setdefault(line['mode'], []).append(line)
            first = None
            for name, of_mode in by_mode.items():
                if name.split('(')[0] in NOT_BYTES_OF_A_TERMINAL:
                    continue
                against = base if first is None else first
                yield from self.keys(terminal, name.replace(' ', '_'), meta, of_mode, against)
                if first is None:
                    first = {line['key']: line_cell(line) for line in of_mode}

    def write(self, target):
        out = collections.OrderedDict()
        for terminal, modes in self.files.items():
            main = VARIANTS.get(terminal, terminal)
            main_modes = self.files.get(main, {})
            text = out.setdefault(main, [])
            order = sorted(modes, key=lambda mode: (mode != 'default', mode))
            for mode in order:
                meta, lines = modes[mode]
                base = {}
                like = modes if mode != 'default' and 'default' in modes else main_modes
                if (terminal, mode) != (main, 'default') and \
                        (terminal, mode) not in READ_OTHERWISE:
                    base = {line['key']: line_cell(line)
                            for line in like.get('default', ({}, []))[1]}
                text += self.recording(terminal, mode, meta, lines, base)
        for old in target.glob('*.txt'):
            if old.name != 'keysyms.txt':
                old.unlink()
        for main, text in out.items():
            if not text:
                continue
            with open(target / (main + '.txt'), 'w', encoding='utf-8', newline='\n') as file:
                file.write('# Written by select.py: see README.md.\n')
                file.write('\n'.join(text) + '\n')


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    target = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else __file__)
    Selection(sys.argv[1]).write(target if target.is_dir() else target.parent)


if __name__ == '__main__':
    main()
