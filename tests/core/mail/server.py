"""A small SMTP server for tests, on the loopback address: keeps what it was sent, refuses what it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """`refuses` is recipient -> answer to RCPT; `closes_after` letters the connection is cut before the answer."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    cuts: int = 0


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]  # set below
        box.connections += 1
        self.say("220 test")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith(("EHLO", "HELO", "MAIL", "RSET", "NOOP")):
                self.say("250 ok")
            elif word.startswith("RCPT"):
                to = line.partition("<")[2].partition(">")[0]
                self.say(box.refuses.get(to, "250 ok"))
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
                if box.cuts:
                    box.cuts -= 1
                    return
                box.recipients.append(to)
                box.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 what?")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def running() -> Iterator[Mailbox]:
    box = Mailbox()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = box  # type: ignore[attr-defined]  # for the talks
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
