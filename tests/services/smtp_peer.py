"""A mail server that speaks just enough SMTP to be believed, on a port of its own."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """One mail as the server took it."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class Peer:
    """Where the server listens, what it took, and whom it refuses."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    refuses: str = ""
    refusal: str = "550 no mailbox {} here"


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        self.sender, self.recipients = "", []
        self._say("220 peer ready")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        """Answer one command; return whether it was the last."""
        peer: Peer = self.server.peer
        if verb == "MAIL":
            self.sender = rest.partition("<")[2].partition(">")[0]
        elif verb == "RCPT":
            address = rest.partition("<")[2].partition(">")[0]
            if address == peer.refuses:
                self._say(peer.refusal.format(address))
                return False
            self.recipients.append(address)
        elif verb == "DATA":
            self._say("354 go on")
            peer.taken.append(Envelope(self.sender, self.recipients, self._message()))
        self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb == "QUIT"

    def _message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    peer: Peer


@contextmanager
def smtp_peer(settings: Any) -> Iterator[Peer]:
    """Let mail go to a server of the test's own while the block runs."""
    peer = Peer()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.peer = peer
        peer.port = server.server_address[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = peer.port
        settings.EMAIL_USE_TLS = False
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield peer
        finally:
            server.shutdown()
            thread.join()
