#!/usr/bin/env python3
"""What hands out AWS credentials, on the loopback address: STS, SSO and its OIDC, the instance metadata service, a
container's endpoint and GitHub's token endpoint. Usage: services.py READY_FILE

Each behaves as AWS's documentation says of the real one, as far as a client can tell: signatures are checked, tokens
are demanded, refusals have AWS's codes. Keys are made of the request: the same question gives the same key, and another
question another. The secret of key K is secret-of-K, its session token token-of-K.

The first part of the path chooses who answers and how (`/sts/`, `/imds-v1/`, …; see SERVICES). The base URL is written
to READY_FILE. When its parent has ended it ends too, and removes the file's folder.
"""

import hashlib
import hmac
import json
import os
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HOUR = 3600
SECRET, TOKEN = "secret-of-", "token-of-"


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status, code="", message=""):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def key(*parts):
    """A temporary key that depends on the parts."""
    return "ASIA" + hashlib.sha1(json.dumps(parts).encode()).hexdigest()[:16].upper()


def stamp(seconds):
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def session_name(name):
    """The default names hold the time; they all count as one."""
    return "default" if name.startswith(("botocore-session-", "plumb-")) else name


class Exchange:
    """One request, and what its answer is made of."""

    def __init__(self, handler):
        url = urlsplit(handler.path)
        self.method, self.raw_path = handler.command, url.path
        _, self.service, *rest = url.path.split("/")
        self.path = "/".join(rest)
        self.query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.headers = handler.headers
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        self.clock_ahead = 2 * HOUR if self.service.endswith("-skewed") else 0

    def caller(self):
        """The access key that signed the request and the region it names, the signature being right."""
        authorization = self.headers.get("Authorization", "")
        if not authorization.startswith("AWS4-HMAC-SHA256 "):
            raise Refusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        fields = dict(part.strip().split("=", 1) for part in authorization.split(" ", 1)[1].split(","))
        access_key, date, region, service, _ = fields["Credential"].split("/")
        if access_key.startswith("ASIA") and self.headers.get("X-Amz-Security-Token") != TOKEN + access_key:
            raise Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        sent = datetime.strptime(self.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
        names = fields["SignedHeaders"].split(";")
        canonical = "\n".join([
            self.method, self.raw_path, "",
            *(f"{name}:{' '.join(self.headers[name].split())}" for name in names), "", ";".join(names),
            hashlib.sha256(self.body).hexdigest()])
        text = "\n".join([
            "AWS4-HMAC-SHA256", self.headers["X-Amz-Date"], f"{date}/{region}/{service}/aws4_request",
            hashlib.sha256(canonical.encode()).hexdigest()])
        signature = ("AWS4" + SECRET + access_key).encode()
        for part in (date, region, service, "aws4_request", text):
            signature = hmac.new(signature, part.encode(), hashlib.sha256).digest()
        if signature.hex() != fields["Signature"]:
            raise Refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.")
        if abs(time.time() + self.clock_ahead - sent) > 900:
            raise Refusal(403, "SignatureDoesNotMatch", f"Signature expired: {self.headers['X-Amz-Date']}")
        return access_key, region

    # Each answers a body, or a JSON value.

    def sts(self):
        action = self.form.get("Action")
        arguments = {
            name: self.form.get(name)
            for name in ("RoleArn", "ExternalId", "DurationSeconds", "SerialNumber", "WebIdentityToken")}
        arguments["RoleSessionName"] = session_name(self.form["RoleSessionName"])
        if action == "AssumeRole":
            arguments["caller"] = self.caller()
            if "denied" in arguments["RoleArn"]:
                raise Refusal(403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole")
            if arguments["SerialNumber"] and self.form.get("TokenCode") != "123456":
                raise Refusal(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        elif action == "AssumeRoleWithWebIdentity":
            if "Authorization" in self.headers:
                raise Refusal(400, "InvalidParameterValue", "this operation is not signed")
            if arguments["WebIdentityToken"] == "expired":
                raise Refusal(400, "ExpiredTokenException", "Token expired: current date/time must be before")
            if not arguments["WebIdentityToken"].startswith("oidc-"):
                raise Refusal(400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account")
        else:
            raise Refusal(400, "InvalidAction", f"Could not find operation {action}")
        access_key = key(arguments)
        duration = int(arguments["DurationSeconds"] or HOUR) + self.clock_ahead
        return (
            f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>'
            f"<AccessKeyId>{access_key}</AccessKeyId><SecretAccessKey>{SECRET}{access_key}</SecretAccessKey>"
            f"<SessionToken>{TOKEN}{access_key}</SessionToken><Expiration>{stamp(duration)}</Expiration></Credentials>"
            f"<AssumedRoleUser><Arn>{arguments['RoleArn']}</Arn><AssumedRoleId>A:b</AssumedRoleId></AssumedRoleUser>"
            f"</{action}Result></{action}Response>")

    def sso(self):
        if (self.method, self.path) != ("GET", "federation/credentials"):
            raise Refusal(404, "ResourceNotFoundException", "no such resource")
        token = self.headers.get("x-amz-sso_bearer_token", "")
        if not token.startswith("sso-token"):
            raise Refusal(401, "UnauthorizedException", "Session token not found or invalid")
        if self.query["role_name"] == "NotMine":
            raise Refusal(403, "ForbiddenException", "No access")
        access_key = key(token, self.query["account_id"], self.query["role_name"])
        return {"roleCredentials": {
            "accessKeyId": access_key, "secretAccessKey": SECRET + access_key, "sessionToken": TOKEN + access_key,
            "expiration": int((time.time() + HOUR) * 1000)}}

    def oidc(self):
        body = json.loads(self.body)
        if (self.method, self.path, body.get("grantType")) != ("POST", "token", "refresh_token"):
            raise Refusal(400, "InvalidRequestException", "unexpected request")
        if (body.get("clientId"), body.get("clientSecret")) != ("client", "client-secret"):
            raise Refusal(401, "InvalidClientException", "Invalid client")
        if not body.get("refreshToken", "").startswith("refresh-"):
            raise Refusal(400, "InvalidGrantException", "Invalid refresh token provided")
        return {
            "accessToken": "sso-token-after-" + body["refreshToken"], "expiresIn": 8 * HOUR, "tokenType": "Bearer",
            "refreshToken": body["refreshToken"] + "-next"}

    def imds(self):
        kind = self.service.partition("-")[2]
        if self.path == "latest/api/token":
            if kind in ("v1", "empty"):
                raise Refusal(403)
            if kind == "slow":
                time.sleep(9)
            if self.method != "PUT" or not 1 <= int(self.headers.get("x-aws-ec2-metadata-token-ttl-seconds", 0)) <= 21600:
                raise Refusal(400)
            return "imds-token"
        if kind not in ("v1", "slow") and self.headers.get("x-aws-ec2-metadata-token") != "imds-token":
            raise Refusal(401)
        roles = "latest/meta-data/iam/security-credentials/"
        if self.path == roles and kind != "norole":
            return "web-server"
        if self.path != roles + "web-server":
            raise Refusal(404)
        if kind == "untrusted":
            return {"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume the role web-server."}
        access_key = key("instance", kind)
        return {
            "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": stamp(-60), "AccessKeyId": access_key,
            "SecretAccessKey": SECRET + access_key, "Token": TOKEN + access_key,
            "Expiration": stamp(-HOUR if kind == "stale" else 6 * HOUR)}

    flaky = {}
    lock = threading.Lock()

    def container(self):
        kind = self.service.partition("-")[2]
        if kind.startswith("flaky"):
            with self.lock:
                self.flaky[kind] = self.flaky.get(kind, 0) + 1
                if self.flaky[kind] < 3:
                    raise Refusal(500)
        if kind == "down":
            raise Refusal(503)
        if kind == "pod" and self.headers.get("Authorization") not in ("pod-token", "pod-token-2"):
            raise Refusal(401)
        access_key = key("container", kind, self.path, self.headers.get("Authorization"))
        return {
            "AccessKeyId": access_key, "SecretAccessKey": SECRET + access_key, "Token": TOKEN + access_key,
            "Expiration": stamp(6 * HOUR), "RoleArn": "arn:aws:iam::1:role/task"}

    def github(self):
        if self.headers.get("Authorization") != "bearer job-token":
            raise Refusal(401)
        return {"count": 1, "value": f"oidc-{self.query['audience']}"}


SERVICES = {
    "sts": Exchange.sts, "sso": Exchange.sso, "oidc": Exchange.oidc, "imds": Exchange.imds,
    "container": Exchange.container, "github": Exchange.github,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        exchange = Exchange(self)
        kind = exchange.service.partition("-")[0]
        headers = {"Date": formatdate(time.time() + exchange.clock_ahead, usegmt=True)}
        try:
            status, body = 200, SERVICES[kind](exchange)
        except Refusal as refusal:
            status = refusal.status
            if kind == "sts":
                body = (
                    f"<ErrorResponse><Error><Type>Sender</Type><Code>{refusal.code}</Code><Message>{refusal.message}"
                    "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>")
            else:
                headers["x-amzn-ErrorType"] = refusal.code
                body = {"message": refusal.message} if refusal.code else ""
        if not isinstance(body, str):
            body = json.dumps(body)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


def main():
    parent = os.getppid()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready = Path(sys.argv[1])
    part = ready.with_suffix(".part")
    part.write_text(f"http://127.0.0.1:{server.server_port}")
    part.rename(ready)
    while os.getppid() == parent:
        time.sleep(0.2)
    ready.unlink()
    ready.parent.rmdir()


if __name__ == "__main__":
    main()
