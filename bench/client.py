"""A small HTTP/1.1 client: it shares the machine with the site it measures, so it must cost little.

It does what a browser does and no more: one kept connection, cookies, compressed answers, and
one new try when a kept connection turns out to have been closed meanwhile.
"""

import re
import socket
import zlib
from contextlib import suppress
from typing import NamedTuple

END = b"\r\n\r\n"
CSRF_FIELD = b'name="csrfmiddlewaretoken" value="'


class UnexpectedError(Exception):
    """The site answered something else than a page that works."""


class Answer(NamedTuple):
    """One answer; ``size`` is all that came over the wire, headers included, in bytes."""

    status: int
    head: bytes
    body: bytes
    size: int

    def header(self, name: bytes) -> bytes:
        """Return a header's value, or nothing."""
        start = self.head.find(b"\r\n" + name + b": ")
        if start < 0:
            return b""
        start += len(name) + 4
        return self.head[start : self.head.index(b"\r\n", start)]

    @property
    def location(self) -> str:
        """Where the answer sends the visitor."""
        return self.header(b"Location").decode()

    @property
    def csrf(self) -> bytes:
        """The proof of origin in the first form of the page; only the dashboard's have one."""
        start = self.body.find(CSRF_FIELD) + len(CSRF_FIELD)
        if start < len(CSRF_FIELD):
            return b""
        return b"csrfmiddlewaretoken=" + self.body[start : self.body.index(b'"', start)]


class Client:
    """One visitor; ``timeout`` in seconds holds for every wait on the site."""

    def __init__(self, port: int, *, timeout: float = 20, encoding: str = "gzip") -> None:
        self.address = ("127.0.0.1", port)
        self.timeout = timeout
        self.cookies: dict[bytes, bytes] = {}
        self.common = (
            f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {encoding}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\n"
        ).encode()
        self.connection: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(b"GET " + path.encode() + b" " + self._headers() + b"\r\n")

    def post(self, path: str, body: bytes) -> Answer:
        """Post a form; a redirect is not followed."""
        return self._ask(
            b"POST %s %sContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (path.encode(), self._headers(), len(body), body)
        )

    def close(self) -> None:
        """Let go of the connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def cut(self) -> None:
        """Break the connection, from another thread and in the middle of whatever it carries."""
        connection = self.connection
        if connection is not None:
            with suppress(OSError):  # it is being closed at this moment
                connection.shutdown(socket.SHUT_RDWR)

    def _headers(self) -> bytes:
        if not self.cookies:
            return self.common
        cookies = b"; ".join(b"%s=%s" % pair for pair in self.cookies.items())
        return self.common + b"Cookie: " + cookies + b"\r\n"

    def _ask(self, request: bytes) -> Answer:
        kept = self.connection is not None
        try:
            return self._exchange(request)
        except TimeoutError:
            self.close()
            raise
        except OSError:
            self.close()
            if not kept:
                raise
        try:
            return self._exchange(request)
        except OSError:
            self.close()
            raise

    def _exchange(self, request: bytes) -> Answer:
        if self.connection is None:
            self.connection = socket.create_connection(self.address, self.timeout)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(request)
        received = self._receive(b"", until=None)
        head, _, rest = received.partition(END)
        if b"\r\ncontent-" in head:  # a load balancer writes all names in lower case
            head = re.sub(rb"(?<=\n)[a-z-]+(?=:)", lambda name: name[0].title(), head)
        answer = Answer(int(head[9:12]), head + b"\r\n", b"", 0)
        length = int(answer.header(b"Content-Length") or 0)
        body = self._receive(rest, until=length)
        self._keep_cookies(answer.head)
        if answer.header(b"Connection").lower() == b"close":
            self.close()
        size = len(head) + len(END) + len(body)
        if answer.header(b"Content-Encoding") == b"gzip":
            body = zlib.decompress(body, zlib.MAX_WBITS | 16)
        return answer._replace(body=body, size=size)

    def _receive(self, received: bytes, *, until: int | None) -> bytes:
        """Read on until the end of the head, or until there are so many bytes."""
        assert self.connection is not None
        while END not in received if until is None else len(received) < until:
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionResetError("closed by the site")
            received += part
        return received

    def _keep_cookies(self, head: bytes) -> None:
        start = head.find(b"\r\nSet-Cookie: ")
        while start >= 0:
            start += 14
            name, _, value = head[start : head.index(b"\r\n", start)].partition(b"=")
            self.cookies[name] = value.partition(b";")[0]
            start = head.find(b"\r\nSet-Cookie: ", start)


def expect(answer: Answer, status: int, what: str) -> Answer:
    """Return the answer; ``UnexpectedError`` when it has another status."""
    if answer.status != status:
        raise UnexpectedError(f"{what}: {answer.status} instead of {status}")
    return answer
