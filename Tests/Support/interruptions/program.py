"""plumb as a process."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .account import KEY, REGION, SECRET, SUPPORT

ROOT = SUPPORT.parent.parent
#: Seconds that one run of plumb may take; more where other work has the processors.
RUN_AT_MOST = int(os.environ.get("PLUMB_RUN_AT_MOST", "240"))


@dataclass
class Run:
    code: int
    text: str
    seconds: float


class Plumb:
    def __init__(self, binary, parallelism):
        self.binary, self.parallelism = str(Path(binary).resolve()), parallelism

    def command(self, purpose, paths):
        flags = {"plan": ["--detailed-exitcode"]}.get(
            purpose, ["--auto-approve", "--delete-data", "--parallelism", str(self.parallelism)])
        return [self.binary, purpose, *map(str, paths), *flags, "--no-color"]

    def environment(self, account):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return kept | {"AWS_ENDPOINT_URL": account.address, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": KEY,
                       "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
                       "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}

    def start(self, account, purpose, paths, faults=()):
        """plumb starts once the emulator knows the faults, and the process that some of them kill."""
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(["/bin/sh", "-c", 'read -r go && exec "$@"', "sh", *self.command(purpose, paths)], cwd=ROOT,
                                       env=self.environment(account), stdin=subprocess.PIPE, stdout=log, stderr=log, text=True)
            log_copy = os.dup(log.fileno())
        if faults:
            account.post("faults", [{**fault, "pid": process.pid} for fault in faults])
        process.stdin.write("go\n")
        process.stdin.close()
        return process, log_copy

    def run(self, account, purpose, paths, faults=(), kill_after=None):
        started = time.monotonic()
        process, log = self.start(account, purpose, paths, faults)
        try:
            process.wait(kill_after or RUN_AT_MOST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        seconds = time.monotonic() - started
        with os.fdopen(log, "r+", errors="replace") as file:
            file.seek(0)
            text = file.read()
        return Run(process.returncode, text, seconds)
