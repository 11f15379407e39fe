"""The emulated account that a point begins with, and what it holds in the end."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from threading import local

import boto3
from botocore.config import Config

import snapshot
from account_reader import Reader

SUPPORT = Path(__file__).resolve().parent.parent
REGION = "us-east-1"
#: Who plumb is; checked by the emulator where signatures matter.
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "secret"


class Account:
    """One emulator: the first one, or a copy with the account as it was."""

    def __init__(self, address, process=None, pid=None):
        self.address, self.process, self.pid, self.folder = address, process, pid, None

    @classmethod
    def start(cls):
        folder = tempfile.mkdtemp(prefix="plumb-killpoints-")
        ready = Path(folder) / "ready"
        log = open(Path(folder) / "log", "w", encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(ready), "--die-with-stdin"],
                                   cwd=SUPPORT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
        for _ in range(1800):
            if ready.exists():
                account = cls(ready.read_text(encoding="utf-8").strip(), process)
                account.folder = folder
                return account
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("the emulator did not start: " + Path(log.name).read_text(encoding="utf-8"))

    def copy(self):
        made = self.post("branch")
        return Account(made["address"], pid=made["pid"])

    def post(self, name, value=None):
        request = urllib.request.Request(f"{self.address}/_plumb/{name}", data=json.dumps({} if value is None else value).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def get(self, name):
        with urllib.request.urlopen(f"{self.address}/_plumb/{name}", timeout=60) as answer:
            return json.load(answer)

    def settle_after(self, reads):
        delays = [name for name, value in self.get("config").items() if type(value) is int and name not in ("page_size", "clock_ahead")]
        # Else a certificate whose record was never made would be issued, and nothing would tell that it is missing.
        self.post("config", {name: reads for name in delays} | {"certificate_needs_record": True})

    def end(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(10)
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            os.kill(self.pid, 15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def mutations(self):
        return [f"{call['service']}:{call['action']}" + (f" {call['target']}" if call["target"] else "")
                for call in self.get("calls")["calls"] if call["mutating"]]

    # What it holds

    _clients = local()

    def contents(self):
        """Normalised, with the secrets that go with no living key."""
        self.post("settle")
        found = Reader(self._client).read()
        result = snapshot.normalised(found)
        alive = {key["secret"] for key in self.get("access-keys")}
        for secret in found.get("Secret", []):
            value = self._client("secretsmanager").get_secret_value(SecretId=secret["Name"])["SecretString"]
            if value not in alive:
                result.setdefault("SecretOfNoKey", []).append(secret["Name"])
        # A queue's URL is where the emulator listens.
        return json.loads(json.dumps(result, sort_keys=True, default=str).replace(self.address, "<address>"))

    def _client(self, service):
        """A client made once per thread, and sent to this account: making one takes longer than most calls."""
        clients = self._clients.__dict__.setdefault("made", {})
        if service not in clients:
            client = boto3.client(
                service, region_name=REGION, endpoint_url="http://127.0.0.1:9", aws_access_key_id=KEY,
                aws_secret_access_key=SECRET, config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}))
            client.meta.events.register("before-send", self._send_here)
            clients[service] = client
        self._clients.address = self.address
        return clients[service]

    @classmethod
    def _send_here(cls, request, **_):
        request.url = request.url.replace("http://127.0.0.1:9", cls._clients.address, 1)
