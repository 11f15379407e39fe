#!/usr/bin/env python3
"""Trim botocore's API models to the operations of operations.txt.

Usage: generate.py [--check]

Writes data/<service>.json, data/partitions.json, data/arrays.inc and data/table.inc beside this file. With --check it
writes nothing and exits 1 when the files differ from what it would write. Needs botocore VERSION (see README.md).
"""

import json
import re
import sys
from pathlib import Path

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader

VERSION = "1.44.5"
HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
# Files of data/ that authorization.py writes.
BESIDES = {"authorization.json"}

METADATA = (
    "apiVersion", "awsQueryCompatible", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceId",
    "signatureVersion", "signingName", "targetPrefix", "xmlNamespace",
)
OPERATION = (
    "authtype", "endpoint", "errors", "http", "httpChecksum", "httpChecksumRequired", "idempotent", "input", "output",
    "unsignedPayload",
)
SHAPE = (
    "document", "enum", "exception", "flattened", "key", "locationName", "max", "member", "members", "min", "pattern",
    "payload", "required", "sensitive", "streaming", "timestampFormat", "type", "union", "value", "xmlNamespace",
    "xmlOrder",
)
REFERENCE = (
    "deprecated", "flattened", "hostLabel", "idempotencyToken", "jsonvalue", "location", "locationName", "queryName",
    "shape", "streaming", "timestampFormat", "xmlAttribute", "xmlNamespace",
)
PAGINATOR = ("input_token", "limit_key", "more_results", "output_token", "result_key")
# Lists that come in pages of which botocore has no paginator.
CONTINUED = {
    "input_token": "ContinuationToken", "more_results": "IsTruncated", "output_token": "NextContinuationToken",
}
UNLISTED_PAGES = {
    "s3": {
        f"ListBucket{kind}Configurations": {**CONTINUED, "result_key": f"{kind}ConfigurationList"}
        for kind in ("Analytics", "IntelligentTiering", "Inventory", "Metrics")
    },
}
# Words that AWS takes and botocore does not list (S3 user guide, "Canned ACL").
UNLISTED_WORDS = {"s3": {"BucketCannedACL": ("log-delivery-write", "aws-exec-read")}}
VARIANTS = {
    "standard": (False, False, "{prefix}.{region}.{dnsSuffix}"),
    "fips": (True, False, "{prefix}-fips.{region}.{dnsSuffix}"),
    "dualstack": (False, True, "{prefix}.{region}.{dualStackDnsSuffix}"),
    "fips-dualstack": (True, True, "{prefix}-fips.{region}.{dualStackDnsSuffix}"),
}


def kept(source, names):
    """The members of `source` that are in `names`, in the source's order."""
    return {name: value for name, value in source.items() if name in names}


def operations_wanted(loader):
    """Service name to the operations asked for; `*` asks for all that are not deprecated."""
    wanted = {}
    for number, line in enumerate((HERE / "operations.txt").read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        service, _, names = line.partition(":")
        model = loader.load_service_model(service.strip(), "service-2")
        names = names.split()
        if names == ["*"]:
            names = [name for name, body in model["operations"].items() if not body.get("deprecated")]
        for name in names:
            if name not in model["operations"]:
                sys.exit(f"operations.txt:{number}: {service} has no operation {name}")
        wanted[service.strip()] = (model, sorted(set(names)))
    return wanted


def reference(source):
    return kept(source, REFERENCE)


def shape(source):
    result = kept(source, SHAPE)
    if "members" in result:
        result["members"] = {name: reference(member) for name, member in result["members"].items()}
    for part in ("member", "key", "value"):
        if part in result:
            result[part] = reference(result[part])
    return result


def reachable(model, roots):
    """The names of all shapes that the roots lead to."""
    found, waiting = set(), list(roots)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        body = model["shapes"][name]
        waiting += [member["shape"] for member in body.get("members", {}).values()]
        waiting += [body[part]["shape"] for part in ("member", "key", "value") if part in body]
    return found


def error(name, body):
    traits = body.get("error", {})
    result = {"code": traits.get("code", name)}
    if "httpStatusCode" in traits:
        result["httpStatusCode"] = traits["httpStatusCode"]
    return result


def static_parameters(service, model, names):
    """What the operations tell the endpoint rules by their mere being called; it must be the same for all of them."""
    rules = {"ServiceType", "UseGlobalEndpoint"}
    found = {
        json.dumps({
            name: item["value"] for name, item in model["operations"][operation].get("staticContextParams", {}).items()
            if name in rules})
        for operation in names}
    if len(found) != 1:
        sys.exit(f"{service}: the listed operations have different endpoints: {sorted(found)}")
    return json.loads(found.pop())


def endpoints(loader, service, model, names, partitions):
    """Per partition, where the service's official rules differ from the common pattern of host names."""
    provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), {"partitions": partitions})
    static = static_parameters(service, model, names)
    prefix = model["metadata"]["endpointPrefix"]
    result = {}
    for partition in partitions:
        outputs, entry, signing = partition["outputs"], {}, {}
        regions = [region for region in partition["regions"] if "global" not in region]
        # What the rules say of a region that is newer than the data is the default for all.
        newer = f"{prefixes(partition)[0]}-newer-9"
        regions.append(newer)
        for variant, (fips, dualstack, pattern) in VARIANTS.items():
            hosts = {}
            for region in regions:
                parameters = {"Region": region, "UseFIPS": fips, "UseDualStack": dualstack, **static}
                if service == "sts":
                    parameters["UseGlobalEndpoint"] = False
                try:
                    endpoint = provider.resolve_endpoint(**parameters)
                except EndpointProviderError:
                    continue
                hosts[region] = endpoint.url.removeprefix("https://").replace(region, "{region}")
                for scheme in endpoint.properties.get("authSchemes", []):
                    if variant == "standard" and scheme["name"] == "sigv4" and "signingRegion" in scheme:
                        signing[region] = scheme["signingRegion"]
            if not hosts:
                entry.setdefault("missing", []).append(variant)
                continue
            usual = pattern.format(prefix=prefix, region="{region}", **{k: outputs[k] for k in outputs if "Suffix" in k})
            differing = deviations(hosts, usual, newer)
            if differing:
                entry.setdefault("hosts", {})[variant] = differing
        differing = deviations({r: s if s != r else "{region}" for r, s in signing.items()}, "{region}", newer)
        if differing:
            entry["signing"] = {r: s for r, s in differing.items()}
        if "standard" in entry.get("missing", []):
            sys.exit(f"{service}: the rules give no endpoint in {partition['id']}")
        if entry:
            result[partition["id"]] = entry
    return result


def deviations(values, usual, newer):
    """`*` when the value for newer regions is not the usual one, and every region whose value is not that one."""
    if not values:
        return {}
    default = values.get(newer, usual)
    result = {} if default == usual else {"*": default}
    result.update({key: value for key, value in sorted(values.items()) if value != default})
    return result


def service(loader, name, model, names, partitions):
    operations, roots, errors = {}, [], {}
    for operation in names:
        body = kept(model["operations"][operation], OPERATION)
        roots += [body[part]["shape"] for part in ("input", "output") if part in body]
        if "errors" in body:
            body["errors"] = [item["shape"] for item in body["errors"]]
            errors.update({item: error(item, model["shapes"][item]) for item in body["errors"]})
        operations[operation] = body
    shapes = {item: shape(model["shapes"][item]) for item in sorted(reachable(model, roots))}
    for item, words in UNLISTED_WORDS.get(name, {}).items():
        shapes[item] = {**shapes[item], "enum": sorted({*shapes[item]["enum"], *words})}
    for body in operations.values():
        for part in ("input", "output"):
            if part in body:
                body[part] = kept(body[part], REFERENCE + ("resultWrapper",))
    try:
        pages = loader.load_service_model(name, "paginators-1")["pagination"]
    except botocore.exceptions.UnknownServiceError:
        pages = {}
    except botocore.exceptions.DataNotFoundError:
        pages = {}
    pages = {**UNLISTED_PAGES.get(name, {}), **pages}
    return {
        "metadata": kept(model["metadata"], METADATA),
        "endpoints": endpoints(loader, name, model, names, partitions),
        "operations": operations,
        "pagination": {item: kept(pages[item], PAGINATOR) for item in names if item in pages},
        "errors": dict(sorted(errors.items())),
        "shapes": shapes,
    }


def prefixes(source):
    """What the names of a partition's regions begin with, known and new."""
    pattern = re.fullmatch(r"\^(.*)\\-\\w\+\\-\\d\+\$", source["regionRegex"])
    head = re.fullmatch(r"([\w\-]*)(?:\(([\w|]+)\))?", pattern.group(1).replace("\\", "")) if pattern else None
    if not head:
        sys.exit(f"the pattern of regions of {source['id']} has a new form: {source['regionRegex']}")
    return sorted(head.group(1) + word for word in (head.group(2) or "").split("|"))


def partition(source):
    """What is needed to find a region's partition, known or new."""
    outputs = source["outputs"]
    return {
        "id": source["id"],
        "dnsSuffix": outputs["dnsSuffix"],
        "dualStackDnsSuffix": outputs["dualStackDnsSuffix"],
        "globalRegion": outputs["implicitGlobalRegion"],
        "prefixes": prefixes(source),
        "regions": sorted(region for region in source["regions"] if "global" not in region),
    }


def files():
    """File name to text, of everything under data/."""
    loader = Loader()
    partitions = loader.load_data("partitions")["partitions"]
    texts = {"partitions.json": [partition(item) for item in partitions]}
    for name, (model, names) in operations_wanted(loader).items():
        texts[f"{name}.json"] = service(loader, name, model, names, partitions)
    result = {
        name: json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n" for name, value in texts.items()
    }
    arrays, table = [], []
    for name in sorted([*result, *BESIDES]):
        stem = name.removesuffix(".json")
        identifier = "model_" + stem.replace("-", "_")
        arrays.append(f"static const unsigned char {identifier}[] = {{\n#embed \"{name}\"\n}};\n")
        table.append(f"{{\"{stem}\", {identifier}, sizeof {identifier}}},\n")
    result["arrays.inc"] = "".join(arrays)
    result["table.inc"] = "".join(table)
    return result


def main():
    if botocore.__version__ != VERSION:
        sys.exit(f"botocore {VERSION} is needed, this is {botocore.__version__}")
    wanted = files()
    present = {path.name: path.read_text() for path in DATA.glob("*") if not path.name.startswith(".") and path.name not in BESIDES}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if sys.argv[1:] == ["--check"]:
        for name in stale:
            print(f"data/{name} is not what botocore {VERSION} and operations.txt give", file=sys.stderr)
        sys.exit(1 if stale else 0)
    if sys.argv[1:]:
        sys.exit(__doc__)
    DATA.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (DATA / name).write_text(wanted[name])
        else:
            (DATA / name).unlink()


if __name__ == "__main__":
    main()
