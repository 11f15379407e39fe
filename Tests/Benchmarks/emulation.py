"""The emulator as the benchmark sees it: started, emptied, slowed down, and asked what was called."""

import json
import os
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_AT_MOST = 60  # seconds


class Emulation:
    """Use with `with`; ends the process that it started."""

    def __enter__(self):
        python = ROOT / ".venv/bin/python"
        if not python.exists():
            raise SystemExit("run Tests/Support/prerequisites.sh first: there is no .venv")
        self._folder = tempfile.TemporaryDirectory(prefix="plumb-benchmark-")
        ready = Path(self._folder.name) / "ready"
        self._log = open(Path(self._folder.name) / "log", "w+b")
        self._process = subprocess.Popen(
            [python, "-m", "emulator", "--port", "0", "--ready-file", ready],
            cwd=ROOT / "Tests/Support", stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        until = time.monotonic() + START_AT_MOST
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                self._log.seek(0)
                raise SystemExit("the emulator did not start:\n" + self._log.read().decode(errors="replace")[-2000:])
            time.sleep(0.05)
        self.address = ready.read_text().strip()
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._folder.cleanup()

    def environment(self):
        """What a client needs to reach the emulator and nothing else."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        return kept | {
            "AWS_ENDPOINT_URL": self.address, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "emulated",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
        }

    def empty(self, latency_ms):
        """An empty account, each call to which takes `latency_ms` longer than the emulator needs. Everything in it
        settles at once: how long a balancer takes would be the emulator's invention.
        """
        self._post("reset", {})
        delays = [name for name, value in self._get("config").items() if type(value) is int and name != "page_size"]
        self._post("config", {name: 0 for name in delays})
        self._post("latency", {"ms": latency_ms})

    def forget_calls(self):
        self._post("clear-calls", {})

    def counts(self):
        """{"total": …, "mutating": …, "counts": {"service:Action": …}} since the last `forget_calls`."""
        return self._get("counts")

    def calls(self):
        """The same calls one by one: {"service": …, "action": …, "milliseconds": …, …}."""
        return self._get("calls")["calls"]

    def _get(self, name):
        with urllib.request.urlopen(f"{self.address}/_plumb/{name}", timeout=60) as answer:
            return json.load(answer)

    def _post(self, name, value):
        request = urllib.request.Request(
            f"{self.address}/_plumb/{name}", data=json.dumps(value).encode(),
            headers={"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
