# Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
"""The protocol spoken with the driver, for the Python peers (see peer.hpp)."""
import os
import sys
import time

mode = sys.argv[1] if len(sys.argv) > 1 else "count"
events = 0


def ready():
    os.write(1, b"READY\n")


def event(what=None):
    global events
    events += 1
    if mode == "echo":
        os.write(1, b".")
    elif mode == "dump":
        os.write(1, b"EV %s\n" % ascii(what).encode())


def done():
    os.write(1, b"EVENTS %d\n" % events)


def mem_args():
    """mem FILE [REPS [CHUNK]] -> data, reps, chunk"""
    with open(sys.argv[2], "rb") as f:
        data = f.read()
    reps = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chunk = int(sys.argv[4]) if len(sys.argv) > 4 else 4096
    return data, reps, chunk


def mem_done(nbytes, cpu):
    print("MEM bytes=%d events=%d cpu=%.6f" % (nbytes, events, cpu))


cpu = time.process_time
