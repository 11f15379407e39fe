#!/usr/bin/env python3
"""Checks the rules of the house that no compiler checks: which room imports which, how long a file is, what the top
level holds, and a few words. Standard library only. Prints file:line: what is wrong; exit 1 when anything is.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES_AT_MOST = 500
TOP_LEVEL = {"Package.swift", "Sources", "Tests", "stacks", "examples", "README.md"}

# Modules that any room may import: the platform, and collections and logging, which know nothing of plumb.
EVERYWHERE = {
    "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
    "Collections", "OrderedCollections", "DequeModule", "HeapModule", "Logging",
}
ROOMS = {
    "Values": {"Crypto"},
    "Diagnostics": set(),
    "Declarations": {"Values"},
    "Language": {"CYAML", "Values", "Diagnostics", "Declarations"},
    "Transport": {"CCurl"},
    "AWS": {"CModels", "Values", "Transport", "Diagnostics", "Crypto"},
    "Resources": {"CSchemas", "Values", "Declarations"},
    "Plans": {"Values", "Declarations", "Diagnostics"},
    "Checks": {"Values", "Plans", "Declarations", "Language", "Diagnostics"},
    "Engine": {"Values", "Plans", "AWS", "Declarations", "Language", "Diagnostics", "Checks"},
    "Locks": {"Values", "Diagnostics", "AWS", "Plans"},
    "Reports": {"Values", "Plans", "Declarations", "Diagnostics", "Checks"},
    "plumb": {
        "Values", "Diagnostics", "Declarations", "Language", "Transport", "AWS", "Resources", "Plans", "Engine",
        "Checks", "Locks", "Reports", "ArgumentParser",
    },
    # C modules: no Swift in them.
    "CCurl": set(), "CYAML": set(), "CModels": set(), "CSchemas": set(),
}
NEVER_IMPORTED = {"Foundation", "FoundationXML", "FoundationNetworking", "XCTest"}
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|let|var|typealias)\s+)?(\w+)")

# AWS services whose own names end so.
SERVICES = {"CertificateManager.swift", "SecretsManager.swift"}
VAGUE_NAME = re.compile(r"(Utils?|Utilities|Helpers?|Common|Misc|Manager|Info)\.(swift|py)$")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
# A path below these exists on one machine only.
MACHINE_PATH = re.compile(r"(?<![\w.\-/$}{])/(?:work|opt)/\w")
CRASHES = re.compile(r"\b(?:fatalError|preconditionFailure)\s*\(|\btry!|\bas!\s")
UNSAFE = re.compile(r"nonisolated\(unsafe\)|\bDispatchSemaphore\b|\bTask\.detached\b")
UNCHECKED = re.compile(r"@unchecked\s+Sendable")
UNCHECKED_AT_MOST = 2

CODE = {".swift", ".py", ".sh", ".h", ".c"}
TEXT = CODE | {".yaml", ".yml", ".md", ".tf", ".txt", ".json", ".in"}


def files():
    """Every file of the repository: tracked, or new and not ignored. Without git, every file outside dot folders."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not any(
            part.startswith((".build", ".git", ".venv")) or part == "__pycache__" for part in p.parts)]
    return sorted(p for p in paths if p.is_file())


def without_comment(line):
    """The line up to `//`; a crude cut that also ends a string holding `//`, which no rule here looks for."""
    return line.split("//", 1)[0]


class Check:
    def __init__(self):
        self.findings = []
        self.swift_lines = []
        self.unchecked = []

    def find(self, path, line, what):
        self.findings.append(f"{path.relative_to(ROOT)}:{line}: {what}")

    def file(self, path):
        name = path.relative_to(ROOT)
        if name.parts[0] not in TOP_LEVEL and not name.parts[0].startswith("."):
            self.find(path, 1, f"'{name.parts[0]}' does not belong at the top level")
        if VAGUE_NAME.search(path.name) and path.name not in SERVICES:
            self.find(path, 1, "this file name says nothing about its concept")
        generated = "data" in name.parts
        if generated or (path.suffix not in TEXT and path.name != "run"):
            return
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if path.suffix in CODE and len(lines) > LINES_AT_MOST:
            self.find(path, len(lines), f"{len(lines)} lines; {LINES_AT_MOST} is the cap")
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                self.find(path, number, "unfinished work is finished or written down in an issue, not marked")
            if MACHINE_PATH.search(line):
                self.find(path, number, "a path of one machine")
        if path.suffix == ".swift":
            self.swift(path, name, lines)

    def swift(self, path, name, lines):
        library = name.parts[0] == "Sources"
        room = name.parts[1] if library and len(name.parts) > 2 else None
        if room is not None and room not in ROOMS:
            self.find(path, 1, f"room '{room}' is not in the table of rooms")
        if library:
            self.swift_lines.append(len(lines))
        for number, line in enumerate(lines, 1):
            code = without_comment(line)
            imported = IMPORT.match(code)
            if imported:
                self.imported(path, number, room, imported.group(1))
            if UNCHECKED.search(code):
                self.unchecked.append((path, number))
            if UNSAFE.search(code):
                self.find(path, number, "unsafe concurrency")
            if library and CRASHES.search(code):
                self.find(path, number, "a library does not crash its user")

    def imported(self, path, number, room, module):
        if module in NEVER_IMPORTED:
            self.find(path, number, f"{module} is never imported")
        elif room in ROOMS and module not in ROOMS[room] and module not in EVERYWHERE:
            self.find(path, number, f"{room} may not import {module}")

    def finish(self):
        if len(self.unchecked) > UNCHECKED_AT_MOST:
            for path, number in self.unchecked:
                self.find(path, number, f"@unchecked Sendable {len(self.unchecked)} times; {UNCHECKED_AT_MOST} is the cap")
        for finding in sorted(self.findings):
            print(finding)
        sizes = sorted(self.swift_lines) or [0]
        print(f"{len(sizes)} Swift sources: median {sizes[len(sizes) // 2]} lines, "
              f"90th percentile {sizes[len(sizes) * 9 // 10]}, longest {sizes[-1]}; {len(self.findings)} findings")
        return 1 if self.findings else 0


def main():
    check = Check()
    for path in files():
        check.file(path)
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
