"""A small front for one measurement: TLS on a free port, and plain http beside it, as in production.

It passes every request on to the site and says by which of the two it came.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "localhost"
HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
"""What belongs to one connection, or is put on by whoever answers."""


@dataclass(frozen=True, slots=True)
class Front:
    """Where the front listens; ``certificate`` is a file that clients have to trust."""

    http: int
    https: int
    certificate: Path


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site_port = 0
    public_host = ""
    scheme = "http"


class _PassOn(BaseHTTPRequestHandler):
    server: _Server

    def _pass_on(self) -> None:
        site = HTTPConnection("127.0.0.1", self.server.site_port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        headers |= {"Host": self.server.public_host, "X-Forwarded-Proto": self.server.scheme}
        headers["X-Forwarded-For"] = self.client_address[0]
        site.request(self.command, self.path, headers=headers)
        answer = site.getresponse()
        body = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        site.close()

    do_GET = do_HEAD = do_OPTIONS = _pass_on  # noqa: N815 - the names that the library calls

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def tls_front(site_port: int, folder: Path) -> Iterator[Front]:
    """Put a front before the site; its certificate, good for a day, is in this folder."""
    certificate, key = _make_certificate(folder)
    secure, plain = (_Server((HOST, 0), _PassOn) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    for server, scheme in ((secure, "https"), (plain, "http")):
        server.site_port, server.scheme = site_port, scheme
        # A site that sends visitors to https sends them to the port where that is.
        server.public_host = f"{HOST}:{secure.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Front(plain.server_port, secure.server_port, certificate)
    finally:
        for server in (secure, plain):
            server.shutdown()
            server.server_close()


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "front.pem", folder / "front.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
