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
    "certificate_issued": 2,
    "distribution_deployed": 2,
    "change_insync": 1,
    "file_system_available": 1,
    "table_active": 1,
}

#: Switches that are not counts of reads.
DEFAULT_SWITCHES = {
    "certificate_needs_record": False,  # issue only once the validation record is in a hosted zone
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

    def start(self, account, region, key, delay):
        """Begins the wait called `delay` for the thing called `key`."""
        self.box(account, region, "settling")[key] = self.config[delay]

    def unsettled(self, account, region, key, read=True):
        """Whether the thing is still on its way; each read brings it one step nearer."""
        waits = self.box(account, region, "settling")
        left = waits.get(key, 0)
        if left <= 0:
            waits.pop(key, None)
            return False
        if read:
            waits[key] = left - 1
        return True

    def settle(self, account, region, key):
        self.box(account, region, "settling").pop(key, None)


STATE = State()
