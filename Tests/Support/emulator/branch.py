"""Copies of the running emulator: each answers on a port of its own and starts from the account as it is now."""

import os
import stat
import threading

from .faults import Faults
from .past import Past
from .server import Server


class Branches:
    """Copies end when they are told to (SIGTERM), or when the process that they were copied from ends."""

    def __init__(self):
        self._renew()

    def _renew(self):
        #: The write end is open in one process only: whoever reads its end has outlived that process.
        self._life, self._own = os.pipe()
        #: One at a time: a copy would keep another's pipe open, on which that one's maker waits.
        self._making = threading.Lock()

    def make(self, gateway):
        """The address and process id of a new copy."""
        with self._making:
            ready, tell = os.pipe()
            with gateway.lock:
                process = os.fork()
            if process == 0:
                try:
                    self._serve(gateway, ready, tell)
                finally:
                    os._exit(1)
            os.close(tell)
        with os.fdopen(ready) as answer:
            port = answer.read().strip()
        if not port:
            raise ValueError("the copy did not start")
        return {"address": f"http://127.0.0.1:{port}", "pid": process}

    def _serve(self, gateway, ready, tell):
        os.close(ready)
        os.close(self._own)
        _silence_sockets()
        threading.Thread(target=_end_with, args=(self._life,), daemon=True).start()
        self._renew()
        gateway.faults, gateway.past = Faults(), Past()
        server = Server(0, gateway)
        os.write(tell, f"{server.server_port}\n".encode())
        os.close(tell)
        server.serve_forever(poll_interval=60)


def _silence_sockets():
    """The connections belong to the original. Replaced, not closed: their numbers must not be used again while objects
    that would close them are about."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                os.dup2(nothing, int(name))
        except OSError:
            pass  # the descriptor of the listing itself


def _end_with(life):
    os.read(life, 1)
    os._exit(0)
