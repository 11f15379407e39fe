"""The front door: identifies each call, applies faults and rules, passes the rest to moto, and keeps the log."""

import io
import sys
import threading
import time
import traceback

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from . import auth, wire
from .branch import Branches
from .call import Call
from .calls import CallLog
from .control import PREFIX, Control
from .faults import Faults
from .identify import Identity
from .past import Past
from .registry import Refusal, rules_after, rules_before
from .server import BrokenConnection
from .wire import Answer


class Gateway:
    """An application for `server.Server`: environ in, `Answer` out."""

    def __init__(self, latency=0.0):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.calls, self.faults = CallLog(), Faults()
        self.latency = self.started_latency = latency
        self.authenticator = None
        #: moto's models are not made for threads, so one call at a time is inside; waiting happens outside.
        self.lock = threading.RLock()
        self.branches = Branches()
        self.past = Past()
        self.control = Control(self)

    def authenticate(self, on, root=None):
        self.authenticator = auth.Authenticator(root) if on else None

    def __call__(self, environ):
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            return self.control.answer(environ)
        body = environ["plumb.body"]
        if path.startswith("/moto-api"):
            with self.lock:
                return self._pass_to_moto(environ, body)
        started = time.time()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        call = Call(Identity(environ, body), environ, body)
        if self.latency:
            time.sleep(self.latency)
        fault = self.faults.pick(call)
        try:
            if fault and fault.lags:
                self.past.keep(call.service, self.branches.make(self), fault.reads)
            if fault and fault.do == "stale":
                answer = self._answer(call)
            elif fault:
                answer = self._answer_with_fault(call, fault)
            else:
                answer = self.past.answer(call) or self._answer(call)
        except BrokenConnection:
            self.calls.add(call, 0, started, fault and fault.report())
            raise
        self.calls.add(call, answer.status, started, fault and fault.report())
        return wire.identified(call, answer)

    def _answer_with_fault(self, call, fault):
        if fault.when == "before":
            return fault.answer(call)
        answer = self._answer(call)
        if fault.when == "during":
            # Cut off in the middle of the answer: the effect took place, half of the bytes are sent.
            raise BrokenConnection(answer)
        return fault.answer(call)

    def _answer(self, call):
        try:
            with self.lock:
                return self._answer_by_rules(call)
        except Refusal as refusal:
            return wire.write_refusal(call, refusal)
        except NotImplementedError as error:
            print(f"emulator: {call.service}:{call.action}: {error}", file=sys.stderr, flush=True)
            return self._fail(call, "NotImplemented", f"the emulator lacks {call.service}:{call.action}", 501)
        except Exception:  # noqa: BLE001 - whatever goes wrong in moto, the client gets an answer
            print(f"emulator: {call.service}:{call.action} failed\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            return self._fail(call, "InternalFailure", "the emulator failed: see its standard error", 500)

    @staticmethod
    def _fail(call, code, message, status):
        try:
            return wire.write_refusal(call, Refusal(code, message, status))
        except Exception:  # noqa: BLE001 - no model knows the operation
            return Answer(status, [("Content-Type", "text/plain")], f"{code}: {message}")

    def _answer_by_rules(self, call):
        if self.authenticator:
            self.authenticator.check(call)
        for rule in rules_before(call.service, call.action):
            result = rule(call)
            if isinstance(result, Answer):
                return result
            if result is not None:
                return self._after(call, wire.write_answer(call, result))
        return self._after(call, self._pass_to_moto(call.environ, call.body))

    @staticmethod
    def _after(call, answer):
        rules = rules_after(call.service, call.action)
        if not rules or not answer.ok:
            return answer
        result = wire.read_answer(call, answer)
        for rule in rules:
            replaced = rule(call, result)
            result = result if replaced is None else replaced
        rewritten = wire.write_answer(call, result)
        kept = {name.lower() for name, _ in rewritten.headers} | {"content-length", "content-type", "server", "date"}
        kept.add("x-amz-crc32")  # of the body as it was
        rewritten.headers += [(name, value) for name, value in answer.headers if name.lower() not in kept]
        rewritten.status = answer.status
        return rewritten

    def _pass_to_moto(self, environ, body):
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        started = {}

        def start_response(status, headers, exc_info=None):
            if exc_info:
                raise exc_info[1]
            started["status"], started["headers"] = status, headers

        chunks = self.moto(environ, start_response)
        try:
            content = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return Answer(started["status"].split()[0], started["headers"], content)
