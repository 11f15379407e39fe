"""Who uses a subnet, a security group or an address. Shared by the rules that refuse deletes."""

import itertools


#: For public addresses: from the block for documentation, RFC 5737.
NUMBERS = itertools.count()


def instances(call):
    """Every instance that is not terminated."""
    for reservation in call.backend_of("ec2").reservations.values():
        for instance in reservation.instances:
            if instance._state.name != "terminated":
                yield instance


def live_interfaces(call):
    """Every network interface but those left behind by terminated instances and deleted gateways."""
    backend = call.backend_of("ec2")
    dead = {gateway._eni.id for gateway in backend.nat_gateways.values() if gateway.state == "deleted"}
    for interface in list(backend.enis.values()):
        if interface.id in dead:
            continue
        if interface.instance is not None and interface.instance._state.name == "terminated":
            continue
        yield interface


def interfaces_of_subnet(call, subnet_id):
    return [interface for interface in live_interfaces(call) if interface.subnet.id == subnet_id]


def instances_of_subnet(call, subnet_id):
    return [instance for instance in instances(call) if instance.subnet_id == subnet_id]


def interfaces_of_group(call, group_id):
    return [interface for interface in live_interfaces(call)
            if any(group is not None and group.id == group_id for group in interface.group_set)]


def instances_of_group(call, group_id):
    return [instance for instance in instances(call)
            if any(getattr(group, "id", group) == group_id for group in instance.security_groups or [])]


def mapped_addresses(call, vpc_id):
    """Elastic and public addresses in use in a network."""
    mapped = [address for address in call.backend_of("ec2").addresses
              if address.eni is not None and address.eni.subnet.vpc_id == vpc_id
              and any(address.eni.id == interface.id for interface in live_interfaces(call))]
    return mapped or [interface for interface in live_interfaces(call)
                      if interface.public_ip and interface.subnet.vpc_id == vpc_id]


def release_step(call):
    """A refused delete is one read of the interfaces that are on their way out."""
    call.step("load-balancer-interfaces")
    call.step("nat-gateway")


def balancer_interfaces(call, balancer):
    """Makes a balancer's network interfaces, one per subnet, as AWS does."""
    backend = call.backend_of("ec2")
    made = []
    for subnet_id in balancer.subnets:
        subnet = backend.get_subnet(subnet_id)
        interface = backend.create_network_interface(
            subnet, None, group_ids=list(balancer.security_groups or []), description="ELB " + balancer.arn.split("loadbalancer/")[1])
        interface.requester_id, interface.requester_managed, interface.status = "amazon-elb", True, "in-use"
        if balancer.scheme == "internet-facing":
            interface.public_ip = _public_address(next(NUMBERS))
        made.append(interface)
    return made


def _public_address(number):
    return f"198.51.100.{1 + number % 254}"
