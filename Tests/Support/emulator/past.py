"""Reads that show what was there before a change: AWS's lists lag behind its writes."""

import http.client
import os
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from .wire import Answer


class Past:
    """Copies of the emulator from before a change, each of which answers some reads of that service.

    The Resource Groups Tagging API lags behind all services: it is answered by the newest copy.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._copies = {}

    def keep(self, service, copy, reads):
        """Has the next reads of a service answered by a copy; a copy from before an earlier change goes."""
        with self._lock:
            for name in (service, "resourcegroupstaggingapi"):
                old = self._copies.pop(name, None)
                self._copies[name] = {**copy, "reads": reads}
                if old and not any(one["pid"] == old["pid"] for one in self._copies.values()):
                    _end(old)

    def clear(self):
        with self._lock:
            copies, self._copies = self._copies, {}
        for pid, copy in {copy["pid"]: copy for copy in copies.values()}.items():
            _end(copy)

    def answer(self, call):
        """What a read shows of the past; None when it shows what is."""
        with self._lock:
            copy = self._copies.get(call.service)
            if call.identity.mutating or not copy or copy["reads"] <= 0:
                return None
            copy["reads"] -= 1
            address = urlsplit(copy["address"])
        environ = call.environ
        headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        try:
            connection.request(environ["REQUEST_METHOD"], environ["REQUEST_URI"], body=call.body, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()


def _end(copy):
    with suppress(ProcessLookupError):
        os.kill(copy["pid"], 15)
