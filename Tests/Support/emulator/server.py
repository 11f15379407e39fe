"""The HTTP/1.1 server: keeps connections open, answers in one write, and can break a connection on purpose."""

import socket
import struct
import time

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import ThreadedWSGIServer

from .state import STATE


class BrokenConnection(Exception):
    """Raised by the application to have the connection reset instead of answered, or in the middle of the answer that it carries."""

    def __init__(self, answer=None):
        super().__init__()
        self.answer = answer


class Handler(MotoRequestHandler):
    """werkzeug's handler always closes; this one keeps the connection, which clients reuse against AWS too."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 300

    def run_wsgi(self):
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        environ = self.environ = self.make_environ()
        stream = environ["wsgi.input"]
        environ["plumb.body"] = stream.read() if environ.get("wsgi.input_terminated") else \
            stream.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ.pop("wsgi.input_terminated", None)
        try:
            answer = self.server.app(environ)
        except BrokenConnection as broken:
            if broken.answer is not None:
                self._send(broken.answer, len(broken.answer.body) // 2)
            self._reset()
            return
        self._send(answer)

    def _send(self, answer, cut=None):
        """Writes an answer in one go; with `cut`, only so many bytes of the body that the header announces."""
        lines = [f"HTTP/1.1 {answer.status} {self.responses.get(answer.status, ('',))[0]}"]
        seen = {name.lower() for name, _ in answer.headers}
        skipped = {"connection", "transfer-encoding", "status"}
        body = b"" if self.command == "HEAD" else answer.body[:cut]
        if self.command != "HEAD" or "content-length" not in seen:
            skipped.add("content-length")
            if answer.status not in (204, 304):
                lines.append(f"Content-Length: {len(answer.body)}")
        if "date" not in seen:
            lines.append(f"Date: {self.date_time_string(time.time() + STATE.config['clock_ahead'])}")
        lines += [f"{name}: {value}" for name, value in answer.headers if name.lower() not in skipped]
        if self.close_connection:
            lines.append("Connection: close")
        try:
            self.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body)
        except (ConnectionError, socket.timeout):
            self.close_connection = True

    def _reset(self):
        """Closes with a reset, as a crashed peer does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            pass  # the connection was reset on purpose

    def log(self, type, message, *args):  # noqa: A002 - werkzeug's name
        if type == "error":
            super().log(type, message, *args)

    def log_request(self, *args):
        pass


class Server(ThreadedWSGIServer):
    """Bound to the loopback address only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, app):
        super().__init__("127.0.0.1", port, app, handler=Handler)
