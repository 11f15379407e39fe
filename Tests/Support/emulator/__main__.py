"""Starts the emulator: python -m emulator --port 0 --ready-file F [--latency-ms N] [--die-with-stdin] | --rules"""

import argparse
import gc
import os
import signal
import sys
import threading

from . import environment  # noqa: F401 - moto reads its settings when imported


def main():
    parser = argparse.ArgumentParser(prog="emulator")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--ready-file", help="gets the address once calls are answered")
    parser.add_argument("--latency-ms", type=float, default=0, help="added to every call")
    parser.add_argument("--die-with-stdin", action="store_true", help="end when standard input closes")
    parser.add_argument("--rules", action="store_true", help="print the table of rules and end")
    given = parser.parse_args()

    from . import rules  # noqa: F401 - registers every rule
    if given.rules:
        from .registry import print_table
        print_table()
        return

    from .gateway import Gateway
    from .server import Server
    from .warm import warm

    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for copies
    if given.die_with_stdin:
        threading.Thread(target=_die_with_stdin, daemon=True).start()

    gateway = Gateway(given.latency_ms / 1000)
    server = Server(given.port, gateway)
    warm(gateway)
    # The models stay for ever: nothing is gained by looking through them again, in every collection and in every copy.
    gc.collect()
    gc.freeze()
    address = f"http://127.0.0.1:{server.server_port}"
    if given.ready_file:
        partial = given.ready_file + ".partial"
        with open(partial, "w", encoding="utf-8") as file:
            file.write(address + "\n")
        os.replace(partial, given.ready_file)
    print(f"listening on {address}", flush=True)
    server.serve_forever(poll_interval=60)


def _die_with_stdin():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


main()
