"""Time and memory of a command and the processes that it starts."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

SAMPLE_EVERY = 0.02  # seconds


@dataclass
class Measurement:
    code: int
    wall: float    # seconds
    cpu: float     # seconds, user and system, with all children
    memory: float  # MB (10^6 bytes) at the peak, summed over processes that ran at once
    output: str    # the end of what it printed


def measure(command, folder=None, environment=None, result=None):
    """Runs `command`; its standard output goes to the file `result` when that is given. The memory is the kernel's own high-water mark when there is one process (never less than this
    script's own size, about 15 MB, which the kernel counts in); of a tree it is the largest sum that was sampled.
    """
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=result or output, stderr=output)
        tree = _TreeSampler(process.pid)
        tree.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        tree.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        size = output.seek(0, os.SEEK_END)
        output.seek(max(0, size - 4000))
        text = output.read().decode(errors="replace")
    kilobytes = max(usage.ru_maxrss, tree.peak) if tree.widest > 1 else usage.ru_maxrss
    return Measurement(process.returncode, wall, usage.ru_utime + usage.ru_stime, kilobytes * 1024 / 1e6, text)


class _TreeSampler(threading.Thread):
    def __init__(self, root):
        super().__init__(daemon=True)
        self.root = root
        self.peak = 0    # KiB
        self.widest = 1  # processes at once
        self._ended = threading.Event()

    def stop(self):
        self._ended.set()
        self.join()

    def run(self):
        while not self._ended.wait(SAMPLE_EVERY):
            pids = _tree(self.root)
            self.widest = max(self.widest, len(pids))
            self.peak = max(self.peak, sum(map(_high_water, pids)))


def _tree(root):
    pids, found = [root], []
    while pids:
        pid = pids.pop()
        found.append(pid)
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for thread in threads:
            try:
                with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:
                    pids += map(int, file.read().split())
            except OSError:
                pass
    return found


def _high_water(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0
