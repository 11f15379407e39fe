"""How fast an apply could be: the longest chain of calls in a plan, each as fast as it was ever answered."""

from functools import lru_cache


def critical_path(plan, calls):
    """(calls, seconds) of the chain of steps that takes longest. `plan` is what `plumb plan --format json` printed;
    `calls` is the emulator's log of the apply, which tells how fast each action can be answered. A wait counts as one
    call, because the emulator is told to let everything settle at once.
    """
    fastest = {}
    for call in calls:
        action = call["service"], call["action"]
        fastest[action] = min(call["milliseconds"] / 1000, fastest.get(action, float("inf")))
    otherwise = min(fastest.values(), default=0)
    steps = {step["id"]: step for step in plan["steps"]}

    def one(service, operation):
        return 1, fastest.get((service, operation), otherwise)

    def own(step):
        parts = []
        for call in step["calls"]:
            parts.append(one(call["service"], call["operation"]))
            if call.get("wait"):
                parts.append(one(*call["wait"]["operation"].split(":")))
        return sum(part[0] for part in parts), sum(part[1] for part in parts)

    @lru_cache(maxsize=None)
    def until(name):
        count, seconds = max((until(need) for need in steps[name]["needs"] if need in steps),
                             key=lambda path: path[1], default=(0, 0.0))
        own_count, own_seconds = own(steps[name])
        return count + own_count, seconds + own_seconds

    # A plan's steps stand in an order that respects their needs, so this never recurses deeply.
    return max((until(name) for name in steps), key=lambda path: path[1], default=(0, 0.0))
