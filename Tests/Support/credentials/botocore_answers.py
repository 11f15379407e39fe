#!/usr/bin/env python3
"""What botocore answers: the yardstick for settings, credentials and endpoints.

Usage: botocore_answers.py credentials|files|words|endpoints|rates INPUT OUTPUT

INPUT and OUTPUT are JSON files.
- credentials: a list of {home, variables, profile, code, keeps}; for each {key, secret, token, region, urls}, {none} or
  {error}. `keeps`: sessions of roles are kept in files, as in the AWS CLI.
- files: a list of texts; for each the sections that `raw_config_parse` reads, or null where it refuses.
- words: a list of lines; for each the words that a command line is split into, or null.
- endpoints: {services, regions}; a list of [service, region, variant, url, signing region, signing name], with null for
  the last three where there is no endpoint.
- rates: a list of [seconds, throttled]: answers of one host; for each the requests a second that the adaptive retry
  mode then allows, or null as long as it does not limit them.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import botocore.session
from botocore.compat import compat_shell_split
from botocore.config import Config
from botocore.configloader import raw_config_parse
from botocore.credentials import SSOProvider
from botocore.exceptions import BotoCoreError
from botocore.retries.adaptive import ClientRateLimiter, RateClocker
from botocore.retries.bucket import TokenBucket
from botocore.retries.throttling import CubicCalculator
from botocore.tokens import SSOTokenProvider
from botocore.utils import ContainerMetadataFetcher, JSONFileCache

# Waiting proves nothing.
ContainerMetadataFetcher.SLEEP_TIME = 0
VARIANTS = {
    "standard": (False, False), "fips": (True, False), "dualstack": (False, True), "fips-dualstack": (True, True)}


def one_credential(case):
    os.environ.clear()
    os.environ.update(case["variables"])
    cache = str(Path(case["home"]) / ".aws/sso/cache")
    SSOProvider._SSO_TOKEN_CACHE_DIR = SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    try:
        session = botocore.session.Session(profile=case["profile"])
        provider = session.get_component("credential_provider").get_provider("assume-role")
        provider._prompter = lambda _: case.get("code", "123456")
        if case.get("keeps"):
            provider.cache = JSONFileCache(str(Path(case["home"]) / ".aws/cli/cache"))
        found = session.get_credentials()
        if found is None:
            return {"none": True}
        found = found.get_frozen_credentials()
        urls = {}
        for service in ("sqs", "s3", "logs", "sts"):
            urls[service] = session.create_client(service).meta.endpoint_url
        return {
            "key": found.access_key, "secret": found.secret_key, "token": found.token,
            "region": session.get_config_variable("region"), "urls": urls}
    except Exception as error:  # whatever it is: there are no credentials
        return {"error": f"{type(error).__name__}: {error}"}


def credentials(cases):
    kept = dict(os.environ)
    try:
        return [one_credential(case) for case in cases]
    finally:
        os.environ.clear()
        os.environ.update(kept)


def files(texts):
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config"
        for text in texts:
            path.write_text(text)
            try:
                answers.append(raw_config_parse(str(path), parse_subsections=False))
            except BotoCoreError:
                answers.append(None)
    return answers


def words(lines):
    answers = []
    for line in lines:
        try:
            answers.append(compat_shell_split(line))
        except ValueError:
            answers.append(None)
    return answers


def endpoints(wanted):
    session = botocore.session.Session()
    session.set_credentials("AKID", "secret")
    rows = []
    for service in wanted["services"]:
        # Any operation that asks for no more than a region.
        model = session.get_service_model(service)
        operation = model.operation_model(WITHOUT_RULES_OF_THEIR_OWN.get(service) or model.operation_names[0])
        for variant, (fips, dualstack) in VARIANTS.items():
            config = Config(use_fips_endpoint=fips, use_dualstack_endpoint=dualstack)
            for region in wanted["regions"]:
                try:
                    client = session.create_client(service, region_name=region, config=config)
                    endpoint = client._ruleset_resolver.construct_endpoint(operation, {}, {"client_config": config})
                except BotoCoreError:
                    rows.append([service, region, variant, None, None, None])
                    continue
                signing = {"region": region, "signing_name": model.signing_name}
                schemes = endpoint.properties.get("authSchemes")
                if schemes:
                    _, context = client._ruleset_resolver.auth_schemes_to_signing_ctx(schemes)
                    signing.update(context)
                rows.append([service, region, variant, endpoint.url, signing["region"], signing["signing_name"]])
    return rows


class SetClock:
    def __init__(self, now):
        self.now = now

    def current_time(self):
        return self.now


def rates(answers):
    clock = SetClock(answers[0][0])
    bucket = TokenBucket(max_rate=0, clock=clock)
    limiter = ClientRateLimiter(
        rate_adjustor=CubicCalculator(starting_max_rate=0, start_time=clock.now), rate_clocker=RateClocker(clock),
        token_bucket=bucket, throttling_detector=SimpleNamespace(is_throttling_error=lambda throttled: throttled),
        clock=clock)
    result = []
    for clock.now, throttled in answers:
        limiter.on_receiving_response(throttled=throttled)
        result.append(bucket.max_rate if limiter._enabled else None)
    return result


WITHOUT_RULES_OF_THEIR_OWN = {"s3": "ListBuckets", "dynamodb": "ListTables"}

if __name__ == "__main__":
    mode = {
        "credentials": credentials, "files": files, "words": words, "endpoints": endpoints, "rates": rates}[sys.argv[1]]
    Path(sys.argv[3]).write_text(json.dumps(mode(json.loads(Path(sys.argv[2]).read_text()))))
