"""The rules by which the emulator differs from moto, each with the source of the AWS behaviour that it stands for.

A rule is one function. What it does is its kind:

before   runs on the parsed input; may change nothing, refuse (raise Refusal) or answer (return a dict)
after    runs on the parsed answer of a call that succeeded; may change it
patch    replaces something inside moto once, at start

The first line of a rule's doc string says what AWS does; a line that starts with "Source:" says how we know.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Callable


class Refusal(Exception):
    """An error answer: AWS's code and message, and the HTTP status."""

    def __init__(self, code, message, status=400, **members):
        super().__init__(message)
        self.code, self.message, self.status, self.members = code, message, status, members


@dataclass(frozen=True)
class Rule:
    kind: str
    service: str
    actions: tuple
    function: Callable

    @property
    def name(self):
        return f"{self.service}.{self.function.__name__}"

    @property
    def says(self):
        return (self.function.__doc__ or "").strip().splitlines()[0] if self.function.__doc__ else ""

    @property
    def source(self):
        lines = [line.strip() for line in (self.function.__doc__ or "").splitlines()]
        start = next((i for i, line in enumerate(lines) if line.startswith("Source:")), None)
        return None if start is None else " ".join(lines[start:])[len("Source:"):].strip()


RULES: list = []

#: How often each rule has run, by name; patches count as run.
RUNS = Counter()
_BEFORE = defaultdict(list)
_AFTER = defaultdict(list)


def before(service, *actions):
    """Registers a rule that sees the input before moto does."""
    return _register("before", service, actions, _BEFORE)


def after(service, *actions):
    """Registers a rule that sees the answer before the client does."""
    return _register("after", service, actions, _AFTER)


def _register(kind, service, actions, table):
    def decorate(function):
        rule = Rule(kind, service, actions, function)
        RULES.append(rule)

        def counted(*args):
            RUNS[rule.name] += 1
            return function(*args)
        for action in actions:
            table[service, action].append(counted)
        return function
    return decorate


def patch(service):
    """Registers and at once applies a replacement inside moto."""
    def decorate(function):
        rule = Rule("patch", service, ("*",), function)
        RULES.append(rule)
        function()
        RUNS[rule.name] += 1
        return function
    return decorate


def rules_before(service, action):
    return _BEFORE.get((service, action), ())


def rules_after(service, action):
    return _AFTER.get((service, action), ())


def print_table():
    """Prints one line per rule: name, kind, actions, what AWS does, source."""
    for rule in sorted(RULES, key=lambda rule: rule.name):
        print(f"{rule.name}\t{rule.kind}\t{','.join(rule.actions)}\t{rule.says}\t{rule.source}")
