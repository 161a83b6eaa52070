# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""Plain asyncio + tty.setraw: add_reader + os.read(4096), no decoding (bytes counted)."""
import asyncio
import os
import termios
import tty

import peer


async def main():
    saved = termios.tcgetattr(0)
    tty.setraw(0)
    loop = asyncio.get_running_loop()
    end = loop.create_future()

    def readable():
        data = os.read(0, 4096)
        stop = b"\x04" in data
        n = len(data) - stop
        if peer.mode == "count":
            peer.events += n
        elif peer.mode == "echo":
            if n:
                peer.event()
        else:
            for b in data[:n]:
                peer.event("byte %02x" % b)
        if stop:
            loop.remove_reader(0)
            end.set_result(None)

    loop.add_reader(0, readable)
    peer.ready()
    await end
    termios.tcsetattr(0, termios.TCSANOW, saved)
    peer.done()


asyncio.run(main())
