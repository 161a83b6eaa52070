# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""prompt_toolkit: Vt100Input attached to an asyncio loop, with the flush timer its
Application uses for ESC (ttimeoutlen = 0.5 s); mem: Vt100Parser.feed()."""
import asyncio
import sys

import peer

if peer.mode == "mem":
    import codecs

    from prompt_toolkit.input.vt100_parser import Vt100Parser

    data, reps, chunk = peer.mem_args()

    def cb(kp):
        peer.events += 1

    p = Vt100Parser(cb)
    dec = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    t0 = peer.cpu()
    for _ in range(reps):
        for off in range(0, len(data), chunk):
            p.feed(dec.decode(data[off:off + chunk]))
    peer.mem_done(len(data) * reps, peer.cpu() - t0)
    sys.exit()

from prompt_toolkit.input import create_input
from prompt_toolkit.keys import Keys


async def main():
    inp = create_input()
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    timer = None

    def handle(keys):
        for kp in keys:
            if kp.key == Keys.ControlD:
                end.set()
                return
            peer.event((kp.key, kp.data) if peer.mode == "dump" else None)

    def flush():
        handle(inp.flush_keys())

    def ready():
        nonlocal timer
        handle(inp.read_keys())
        if timer:
            timer.cancel()
        timer = loop.call_later(0.5, flush)

    with inp.raw_mode():
        with inp.attach(ready):
            peer.ready()
            await end.wait()
    peer.done()


asyncio.run(main())
