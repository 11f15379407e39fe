"""What the emulator remembers beside moto, and how long things take to settle."""

from collections import defaultdict

#: How many reads pass before something has settled. Small, but not zero: a client that does not wait must fail.
DEFAULT_DELAYS = {
    "vpc_available": 1,            # DescribeVpcs answers "pending" so many times
    "subnet_available": 1,
    "nat_gateway_available": 2,
    "nat_gateway_deleted": 2,
    "vpn_gateway_attached": 1,     # also for detaching
    "vpn_connection_available": 2,
    "endpoint_available": 1,
    "load_balancer_active": 2,
    "load_balancer_interfaces": 2,  # reads or refused deletes until a deleted balancer's network interfaces are gone
    "service_stable": 2,           # per change of a service
    "service_drained": 2,
    "auto_scaling_group_deleted": 1,
    "instance_refreshed": 2,
    "certificate_issued": 2,
    "distribution_deployed": 2,
    "change_insync": 1,
    "file_system_available": 1,
    "service_linked_role_deleted": 1,  # reads until the deletion task of a service-linked role is through
    "table_active": 1,             # DescribeTable answers CREATING so many times
    "function_ready": 1,           # also after each change of a function
}

#: Switches that are not counts of reads.
DEFAULT_SWITCHES = {
    "certificate_needs_record": False,  # issue only once the validation record is in a hosted zone
    "clock_ahead": 0,                   # seconds by which the emulator's clock is ahead of the machine's
    "page_size": 0,                     # 0: AWS's own page sizes; else at most so many per EC2 Describe answer
}


class State:
    """Everything that `POST /_plumb/reset` forgets."""

    def __init__(self):
        self.config = {**DEFAULT_DELAYS, **DEFAULT_SWITCHES}
        self.reset()

    def reset(self):
        self._boxes = defaultdict(dict)

    def restore_defaults(self):
        self.config = {**DEFAULT_DELAYS, **DEFAULT_SWITCHES}

    def box(self, account, region, name):
        """A dictionary of its own for one account, region and purpose."""
        return self._boxes[account, region, name]

    # Settling ----------------------------------------------------------------------------------------------

    def begin(self, account, region, kind, identifier, delay, finish=None):
        """Starts the wait called `delay`: after so many reads of `kind`, `finish` runs."""
        waits = self.box(account, region, ("waits", kind))
        waits[identifier] = [self.config[delay], finish]
        if self.config[delay] <= 0:
            self.step(account, region, kind)

    def step(self, account, region, kind):
        """One read of everything of this kind: each wait comes one read nearer to its end."""
        waits = self.box(account, region, ("waits", kind))
        for identifier, wait in list(waits.items()):
            if wait[0] > 0:
                wait[0] -= 1
                continue
            waits.pop(identifier, None)
            if wait[1]:
                wait[1]()

    def settle_everything(self):
        """Ends every wait at once."""
        for name, waits in list(self._boxes.items()):
            if not (isinstance(name[2], tuple) and name[2][0] == "waits"):
                continue
            for identifier, (_, finish) in list(waits.items()):
                waits.pop(identifier, None)
                if finish:
                    finish()

    def waiting(self, account, region, kind, identifier):
        return identifier in self.box(account, region, ("waits", kind))

    def forget(self, account, region, kind, identifier):
        self.box(account, region, ("waits", kind)).pop(identifier, None)


STATE = State()
