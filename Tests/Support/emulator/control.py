"""The control interface below /_plumb/: what happened, start again, be slower, fail."""

import json
from urllib.parse import parse_qs

from moto.iam.models import iam_backends
from moto.moto_api._internal import moto_api_backend

from .registry import RULES, RUNS
from .state import STATE
from .wire import Answer

PREFIX = "/_plumb/"


class BadRequest(Exception):
    pass


class Control:
    """Answers control requests. `gateway` has the call log, the faults and the latency."""

    def __init__(self, gateway):
        self.gateway = gateway

    def answer(self, environ):
        name = environ["PATH_INFO"][len(PREFIX):].strip("/").replace("-", "_")
        method = environ["REQUEST_METHOD"].lower()
        handler = getattr(self, f"{method}_{name}", None)
        if handler is None:
            return _json({"error": f"no {method.upper()} {environ['PATH_INFO']}"}, 404)
        try:
            given = json.loads(environ["plumb.body"]) if environ["plumb.body"].strip() else {}
            query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
            return _json(handler(given, query))
        except (BadRequest, ValueError, TypeError, KeyError, AttributeError) as error:
            return _json({"error": str(error)}, 400)

    def get_calls(self, _given, query):
        return self.gateway.calls.report(int(query.get("since", 0)))

    def get_counts(self, _given, query):
        report = self.gateway.calls.report(int(query.get("since", 0)))
        del report["calls"]
        return report

    def post_clear_calls(self, _given, _query):
        self.gateway.calls.clear()
        return {}

    def post_reset(self, _given, _query):
        with self.gateway.lock:
            moto_api_backend.reset()
            STATE.reset()
            STATE.restore_defaults()
        self.gateway.calls.clear()
        self.gateway.faults.set([])
        self.gateway.past.clear()
        self.gateway.latency = self.gateway.started_latency
        self.gateway.authenticate(False)
        return {}

    def post_settle(self, _given, _query):
        """Whatever is on its way arrives."""
        with self.gateway.lock:
            STATE.settle_everything()
        return {}

    def post_latency(self, given, _query):
        self.gateway.latency = float(given["ms"]) / 1000
        return {"ms": given["ms"]}

    def get_rules(self, _given, _query):
        return {rule.name: RUNS[rule.name] for rule in RULES}

    def get_config(self, _given, _query):
        return STATE.config

    def post_config(self, given, _query):
        unknown = sorted(set(given) - set(STATE.config))
        if unknown:
            raise BadRequest(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(STATE.config))}")
        STATE.config.update(given)
        return STATE.config

    post_clock = post_config
    get_clock = get_config

    def get_faults(self, _given, _query):
        return {"faults": self.gateway.faults.report()}

    def post_faults(self, given, _query):
        self.gateway.faults.set(given or [])
        self.gateway.past.clear()
        return {"faults": self.gateway.faults.report()}

    def post_auth(self, given, _query):
        """{"on": true} has signatures and IAM policies checked from now on; "root": [key, secret] may do everything."""
        self.gateway.authenticate(bool(given.get("on", True)), given.get("root"))
        return {"on": bool(given.get("on", True))}

    def get_access_keys(self, _given, _query):
        """The secrets of the access keys that exist: no API tells them a second time."""
        with self.gateway.lock:
            return [{"id": key.access_key_id, "user": key.user_name, "secret": key.secret_access_key}
                    for backend in iam_backends.values() for user in backend["aws"].users.values() for key in user.access_keys]

    def post_branch(self, _given, _query):
        """A copy of the emulator with the account as it is now, in a process of its own."""
        return self.gateway.branches.make(self.gateway)

    def get_health(self, _given, _query):
        return {"ok": True}


def _json(value, status=200):
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value, indent=1, default=str))


