"""What can come between: one fault at one call, the same all the time, or a mixture drawn by chance."""

from dataclasses import dataclass, field

from .account import KEY, SECRET

#: What may happen at a call, and at which moments of it.
AT_CALLS = {
    "kill": ("before", "after"), "reset": ("before", "after"), "500": ("before", "after"), "503": ("before", "after"),
    "truncate": ("during",), "throttle": ("before",), "expire": ("before",), "stale": ("after",), "forget": ("after",), "stall": ("after",),
}
#: What lasts for a whole run.
LASTING = ("lag", "propagation", "skew")
#: After these plumb has to be started again; all else it gets over by itself.
ENDING = ("kill", "expire", "forget")


@dataclass(frozen=True)
class Attack:
    name: str
    #: The faults of each run that is disturbed; one without faults follows.
    runs: tuple
    #: True when the first run has to end well.
    passes: bool = False
    settings: dict = field(default_factory=dict)
    #: True when its one fault must have fired.
    fires: bool = True

    #: True when the second run still does not see what the first one has made.
    forgets: bool = False

    @property
    def kills(self):
        return len(self.runs) == 1 and [fault["do"] for fault in self.runs[0]] == ["kill"]


def fault(do, when, nth):
    """One fault at the nth call that changes something."""
    made = {"match": {"mutating": True, "nth": nth}, "when": when, "do": do}
    if do == "truncate":
        made["do"] = "reset"
    if do == "throttle":
        made["times"] = 3
    if do == "expire":
        made["times"] = 0  # nobody renews them
    if do == "forget":
        made |= {"do": "kill", "lags": True, "reads": 8}
    if do == "stall":
        made["seconds"] = 5
    if do == "stale":
        made |= {"when": "before", "reads": 3}  # kept before it takes effect, shown after
    return made


def at_calls(do, count, whens):
    """An attack for each of so many calls, and each moment of it."""
    return [Attack(f"{do} {when} {nth}", ((fault(do, when, nth),), ()) if do == "forget" else ((fault(do, when, nth),),),
                   passes=do not in ENDING, forgets=do == "forget")
            for nth in range(1, count + 1) for when in AT_CALLS[do] if not whens or when in whens]


def lasting(do):
    if do == "lag":
        return [Attack(f"lag of {reads} reads", (({"match": {"mutating": True}, "do": "stale", "times": 0, "reads": reads},),), True)
                for reads in (1, 2, 4, 8)]
    if do == "propagation":
        return [Attack(f"roles unknown {times} times", (({"do": "propagation", "times": times},),), True, fires=False) for times in (1, 3)]
    return [Attack(f"clock {seconds} s ahead", ((),), True, {"clock_ahead": seconds}) for seconds in (-4000, -1200, 1200, 4000)]


def pairs(count, dice, most):
    """Killed, run again, killed again."""
    def once():
        return (fault("kill", dice.choice(AT_CALLS["kill"]), dice.randint(1, count)),)
    return [_named("pair", (once(), once())) for _ in range(most)]


def mixtures(count, dice, most):
    """One to three runs, each with one to three faults."""
    def once():
        found = []
        for _ in range(dice.randint(1, 3)):
            do = dice.choice(sorted([*(one for one in AT_CALLS if one != "forget"), "propagation"]))
            found.append({"do": do, "times": 2} if do == "propagation" else fault(do, dice.choice(AT_CALLS[do]), dice.randint(1, count)))
        return tuple(found)
    return [_named("mixture", tuple(once() for _ in range(dice.randint(1, 3)))) for _ in range(most)]


def _named(kind, runs):
    def told(one):
        return f"{one['do']}{'' if 'when' not in one else ' ' + one['when']} {one.get('match', {}).get('nth', '')}".strip()
    return Attack(f"{kind}: " + ", then ".join(" + ".join(told(one) for one in run) for run in runs), runs, fires=False)


def signatures_checked(account, settings):
    """Has the emulator check signatures and times where its clock is wrong."""
    if settings:
        account.post("auth", {"on": True, "root": [KEY, SECRET]})
        account.post("config", settings)
