"""Route 53: zones, records, changes."""

import ipaddress
import re

from ..registry import after, before

#: Record types whose values are addresses.
ADDRESSES = {"A": ipaddress.IPv4Address, "AAAA": ipaddress.IPv6Address}

#: Names of zones and records in what is sent.
NAMES = re.compile(r"<Name>[^<]*</Name>")

#: Members of a record set that are one record's identity, beside its name and type.
IDENTITY = "SetIdentifier"


def plain(name):
    """A name as it is compared: lower case, one dot at its end, escapes undone."""
    return name.lower().rstrip(".").replace("\\052", "*") + "."


def escaped(name):
    return name.replace("*", "\\052")


def records(zone):
    """A zone's records by (name, type, set identifier)."""
    return {(plain(record.name), record.type, record.set_identifier or ""): record for record in zone.rrsets}


@before("route53", "CreateHostedZone", "ChangeResourceRecordSets")
def names_are_lower_case(call):
    """Whatever the case of a name, the zone or record has it in lower case.
    Source: Route 53 developer guide, "DNS domain name format": names are stored as lower-case letters.
    """
    call.body = NAMES.sub(lambda name: name.group().lower().replace("<name>", "<Name>").replace("</name>", "</Name>"),
                          call.body.decode("utf-8")).encode("utf-8")


def _zone(call):
    return call.backend.zones.get((call.param("HostedZoneId") or call.param("Id") or "").replace("/hostedzone/", ""))


@before("route53", "CreateHostedZone")
def a_caller_reference_is_used_once(call):
    """A second zone with the same caller reference is refused.
    Source: Route 53 API reference, CreateHostedZone, CallerReference; error HostedZoneAlreadyExists.
    """
    for zone in call.backend.zones.values():
        if zone.caller_reference == call.param("CallerReference"):
            call.refuse("HostedZoneAlreadyExists",
                        f"A hosted zone has already been created with the specified caller reference: {zone.caller_reference}", 409)


def _invalid(call, *messages):
    call.refuse("InvalidChangeBatch", "[" + ", ".join(messages) + "]", messages=list(messages))


@before("route53", "ChangeResourceRecordSets")
def changes_are_checked_as_one(call):
    """A batch is applied whole or not at all: creates of what exists, deletes of what differs, and wrong CNAMEs are refused.
    Source: Route 53 API reference, ChangeResourceRecordSets; error InvalidChangeBatch; developer guide, "CNAME record type".
    """
    zone = _zone(call)
    if zone is None:
        return
    now = {key: (record.type,) for key, record in records(zone).items()}
    live = records(zone)
    apex = plain(zone.name)
    for change in call.param("ChangeBatch.Changes", []):
        record = change["ResourceRecordSet"]
        name, kind = plain(record["Name"]), record["Type"]
        key = (name, kind, record.get(IDENTITY, ""))
        if not (name == apex or name.endswith("." + apex)):
            _invalid(call, f"RRSet with DNS name {record['Name']} is not permitted in zone {zone.name}")
        if change["Action"] == "DELETE":
            _check_delete(call, live.get(key), key, record)
            now.pop(key, None)
            continue
        _check_values(call, record)
        if change["Action"] == "CREATE" and key in now:
            _invalid(call, f"Tried to create resource record set [name='{record['Name']}', type='{kind}'] but it already exists")
        if kind == "CNAME" and name == apex:
            _invalid(call, f"RRSet of type CNAME with DNS name {record['Name']} is not permitted at apex in zone {zone.name}")
        others = {other for other, other_kind, _ in now if other == name and (other_kind == "CNAME") != (kind == "CNAME")}
        if others:
            _invalid(call, f"RRSet of type {kind} with DNS name {record['Name']} is not permitted as it conflicts with other records "
                           f"with the same DNS name in zone {zone.name}")
        now[key] = (kind,)


def _check_values(call, record):
    name, kind = record["Name"], record["Type"]
    values = [one["Value"] for one in record.get("ResourceRecords") or []]
    if "AliasTarget" in record:
        if values or record.get("TTL") is not None:
            _invalid(call, f"Invalid request: an alias record [name='{name}'] has neither TTL nor values")
        return
    if not values or record.get("TTL") is None:
        call.refuse("InvalidInput", f"Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
                                    f"TrafficPolicyInstanceId], but found none in Change with [Name={name}, Type={kind}]")
    for value in values:
        if kind in ADDRESSES:
            try:
                ADDRESSES[kind](value)
            except ValueError:
                _invalid(call, f"Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IP address) "
                               f"encountered with '{value}''")
        if kind in ("TXT", "SPF") and not (value.startswith('"') and value.endswith('"')):
            _invalid(call, f"Invalid Resource Record: FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) "
                           f"encountered with '{value}'")


def _check_delete(call, live, key, record):
    if live is None:
        _invalid(call, f"Tried to delete resource record set [name='{record['Name']}', type='{key[1]}'] but it was not found")
    values = sorted(one["Value"] for one in record.get("ResourceRecords") or [])
    held = sorted(value if isinstance(value, str) else value["Value"] for value in live.records or [])
    same_ttl = "AliasTarget" in record or str(record.get("TTL")) == str(live.ttl)
    alias, held_alias = record.get("AliasTarget") or {}, live.alias_target or {}
    same_alias = plain(alias.get("DNSName", "")) == plain(held_alias.get("DNSName", "")) and \
        alias.get("HostedZoneId") == held_alias.get("HostedZoneId")
    if values != held or not same_ttl or not same_alias:
        _invalid(call, f"Tried to delete resource record set [name='{record['Name']}', type='{key[1]}'] "
                       "but the values provided do not match the current values")


@before("route53", "ChangeResourceRecordSets")
def deletes_reach_moto(call):
    """A delete of a record, given as it is, succeeds however it was written.
    Source: ours: moto compares deletes with a journal of past requests, text by text; the check above has the live record.
    """
    zone = _zone(call)
    if zone is not None:
        zone.rr_changes.has_insert_or_update = lambda record: True


@after("route53", "ChangeResourceRecordSets")
def a_deleted_record_is_gone(call, answer):
    """A record is deleted however its name is written: in another case, escaped, with or without the last dot.
    Source: Route 53 developer guide, "DNS domain name format"; moto finds a name as it was written alone.
    """
    zone, deleted = _zone(call), set()
    for change in call.param("ChangeBatch.Changes", []):
        record = change["ResourceRecordSet"]
        key = (plain(record["Name"]), record["Type"], record.get(IDENTITY) or "")
        (deleted.add if change["Action"] == "DELETE" else deleted.discard)(key)
    if zone is not None and deleted:
        zone.rrsets = [record for record in zone.rrsets if (plain(record.name), record.type, record.set_identifier or "") not in deleted]


@after("route53", "ChangeResourceRecordSets", "CreateHostedZone", "DeleteHostedZone")
def a_change_is_pending_first(call, answer):
    """A change is PENDING, then INSYNC.
    Source: Route 53 API reference, ChangeInfo.Status; botocore waiter resource_record_sets_changed.
    """
    info = answer.get("ChangeInfo")
    if info:
        info["Id"] = f"/change/C{len(call.global_box('changes')):013d}"
        info["Status"] = "PENDING"
        box = call.global_box("changes")
        box[info["Id"]] = [call.config["change_insync"], info.get("SubmittedAt")]


@before("route53", "GetChange")
def a_change_gets_in_sync(call):
    """Each read brings a change nearer to INSYNC; an unknown one is an error.
    Source: Route 53 API reference, GetChange; error NoSuchChange.
    """
    change_id = "/change/" + call.param("Id").split("/")[-1]
    change = call.global_box("changes").get(change_id)
    if change is None:
        call.refuse("NoSuchChange", f"Could not find resource with ID: {change_id}", 404)
    status = "PENDING" if change[0] > 0 else "INSYNC"
    change[0] -= 1
    return {"ChangeInfo": {"Id": change_id, "Status": status, "SubmittedAt": change[1]}}


@after("route53", "ListResourceRecordSets")
def stars_are_escaped(call, answer):
    """A wildcard is told as an escape.
    Source: Route 53 developer guide, "Using an asterisk": ListResourceRecordSets returns \\\\052 for *.
    """
    for record in answer.get("ResourceRecordSets") or []:
        record["Name"] = escaped(record["Name"])
    if answer.get("NextRecordName"):
        answer["NextRecordName"] = escaped(answer["NextRecordName"])


@before("route53", "DeleteHostedZone")
def a_zone_with_records_stays(call):
    """A zone with records beside its own NS and SOA cannot be deleted.
    Source: Route 53 API reference, DeleteHostedZone; error HostedZoneNotEmpty.
    """
    zone = _zone(call)
    apex = plain(zone.name) if zone else None
    if zone and any(not (plain(record.name) == apex and record.type in ("NS", "SOA")) for record in zone.rrsets):
        call.refuse("HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot be deleted.")


@before("route53", "UpdateHostedZoneFeatures")
def accelerated_recovery_is_for_public_zones(call):
    """Accelerated recovery is switched on and off for a public zone.
    Source: Route 53 API reference, UpdateHostedZoneFeatures: "enables you to update DNS records in your public hosted zone"; error
    InvalidInput. moto lacks it.
    """
    zone = call.backend.zones.get(call.param("HostedZoneId", "").split("/")[-1])
    if zone is None:
        call.refuse("NoSuchHostedZone", "No hosted zone found with that ID", 404)
    if zone.private_zone:
        call.refuse("InvalidInput", "Accelerated recovery is for public hosted zones")
    call.global_box("accelerated-recovery")[call.param("HostedZoneId").split("/")[-1]] = call.param("EnableAcceleratedRecovery")
    return {}


@after("route53", "GetHostedZone")
def a_zone_tells_its_features(call, answer):
    """A zone tells whether its recovery is accelerated, once that has been set.
    Source: Route 53 API reference, HostedZone, Features, AcceleratedRecoveryStatus.
    """
    state = call.global_box("accelerated-recovery").get(answer["HostedZone"]["Id"].split("/")[-1])
    if state is not None:
        answer["HostedZone"]["Features"] = {"AcceleratedRecoveryStatus": "ENABLED" if state else "DISABLED"}
