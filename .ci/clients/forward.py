"""A proxy that stands between a client and a sandbox, so that a client whose addresses are fixed runs as it is.

The client is told of it by HTTPS_PROXY, which every HTTP library honours, and of the certificate authority made here
by the variables of its library. Calls for Meta's hosts end at the sandbox, byte for byte; any other host is refused,
so a client cannot reach the world by accident.
"""

import contextlib
import datetime
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS = ("graph.facebook.com", "graph-video.facebook.com", "rupload.facebook.com", "www.facebook.com")
HOP = ("connection:", "proxy-connection:", "proxy-authorization:")


def make_certificates(folder: Path) -> Path:
    """An authority and a certificate for Meta's hosts, good for a day; returns the authority's file."""
    authority_key, host_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Galley's tests of foreign clients")])
    alternatives = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS])
    authority = (
        _certificate(name, name, authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    host = (
        _certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])]), name, host_key)
        .add_extension(alternatives, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(issuer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    (folder / "authority.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    key = host_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "host.pem").write_bytes(key + host.public_bytes(serialization.Encoding.PEM))
    return folder / "authority.pem"


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


class Forward(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, target: str, certificate: Path):
        parts = urlsplit(target)
        self.target = (parts.hostname, parts.port)
        self.refused: set[str] = set()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate)
        super().__init__(("127.0.0.1", 0), Connection)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Connection(socketserver.BaseRequestHandler):
    """One connection of a client: a tunnel by CONNECT, or a call with the whole address in its first line."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            head, rest = self._head()
            method, address, _ = head[0].split(" ", 2)
            host = address.partition(":")[0] if method == "CONNECT" else urlsplit(address).hostname or ""
            if host not in HOSTS:
                self.server.refused.add(host)
                self.request.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            elif method == "CONNECT":
                self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with self.server.tls.wrap_socket(self.request, server_side=True) as client:
                    self._join(client, b"")
            else:
                self._join(self.request, self._rewritten(head) + rest)

    def _head(self) -> tuple[list[str], bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            block = self.request.recv(65536)
            if not block:
                raise ConnectionResetError
            data += block
        head, _, rest = data.partition(b"\r\n\r\n")
        return head.decode("latin-1").split("\r\n"), rest

    def _rewritten(self, head: list[str]) -> bytes:
        """The same call for the server itself; it closes afterwards, since each call has to be rewritten."""
        method, address, version = head[0].split(" ", 2)
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [line for line in head[1:] if not line.lower().startswith(HOP)]
        return "\r\n".join([f"{method} {path} {version}", *lines, "Connection: close", "", ""]).encode("latin-1")

    def _join(self, client: socket.socket, first: bytes) -> None:
        with socket.create_connection(self.server.target) as server:
            for side in (server, client):
                with contextlib.suppress(OSError):
                    side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sendall(first)
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            _copy(client, server)
            back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR if isinstance(sink, ssl.SSLSocket) else socket.SHUT_WR)


@contextlib.contextmanager
def forward(target: str, certificate: Path) -> Iterator[Forward]:
    server = Forward(target, certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
