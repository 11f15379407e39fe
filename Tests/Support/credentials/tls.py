#!/usr/bin/env python3
"""A TLS server on 127.0.0.1 with an authority of its own. Usage: tls.py FOLDER

Writes the authority's certificate to FOLDER/authority.pem and its URL to FOLDER/ready. Refuses every request with the
code ReachedOverTLS. Ends when its parent has ended.
"""

import datetime
import ipaddress
import os
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

REFUSAL = b"<ErrorResponse><Error><Code>ReachedOverTLS</Code><Message>yes</Message></Error></ErrorResponse>"


def certificate(name, key, issuer, issuer_key, *extensions):
    today = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]),
        subject_name=x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=today - datetime.timedelta(days=1), not_valid_after=today + datetime.timedelta(days=1))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response_only(403)
        self.send_header("Content-Length", str(len(REFUSAL)))
        self.end_headers()
        self.wfile.write(REFUSAL)

    do_GET = do_POST

    def log_message(self, *_):
        pass


def main():
    parent, folder = os.getppid(), Path(sys.argv[1])
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    (folder / "authority.pem").write_bytes(
        certificate("authority", authority, "authority", authority, x509.BasicConstraints(ca=True, path_length=None)))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    (folder / "server.pem").write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate("server", own, "authority", authority, address))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (folder / "part").write_text(f"https://127.0.0.1:{server.server_port}")
    (folder / "part").rename(folder / "ready")
    while os.getppid() == parent:
        time.sleep(0.2)


if __name__ == "__main__":
    main()
