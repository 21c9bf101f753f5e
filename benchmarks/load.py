"""Visitors of a web site: each with cookies and a connection of its own, many at once, every request timed.

A visit is a coroutine that makes the requests a browser makes for one sign-up, without pictures and style sheets, which
a web server in front would answer. Scripts of the site are followed where they decide which requests are made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

TIMEOUT = 60.0  # seconds for one answer


class Lost(Exception):
    """The visit did not come to its end; says where."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        """Path and query of a redirection."""
        parts = urlsplit(self.headers.get("location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def after(self, mark: str, until: str = '"') -> str:
        """What stands in the page between `mark` and `until`. Raises Lost."""
        _, found, rest = self.text.partition(mark)
        if not found:
            raise Lost(f"{self.status}: no {mark!r} in {self.text[:300]!r}")
        return unescape(rest.partition(until)[0])


@dataclass
class Timings:
    """Seconds of every request, by its name; visits that came to their end, and what others failed of."""

    requests: list[tuple[str, float]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)  # what each of these visits returned
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0
    own_share: float = 0.0  # of one core, what the visitors themselves needed

    def of(self, *names: str) -> list[float]:
        return sorted(seconds for name, seconds in self.requests if not names or name in names)


def percentile(values: list[float], share: float) -> float:
    """Of sorted values, the one below which at least that share lies; 0 of none."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


class Visitor:
    """One browser. `address` is what a proxy in front would tell of it."""

    def __init__(self, port: int, timings: Timings, address: str) -> None:
        self.port, self.timings, self.address = port, timings, address
        self.cookies: dict[str, str] = {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, name: str, path: str) -> Answer:
        return await self._timed(name, "GET", path, b"")

    async def post(self, name: str, path: str, fields: dict[str, str]) -> Answer:
        return await self._timed(name, "POST", path, urlencode(fields).encode())

    async def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None

    async def _timed(self, name: str, method: str, path: str, body: bytes) -> Answer:
        start = time.perf_counter()
        async with asyncio.timeout(TIMEOUT):
            answer = await self._ask(method, path, body)
        self.timings.requests.append((name, time.perf_counter() - start))
        if answer.status >= 500:
            raise Lost(f"{name} {path}: {answer.status}")
        return answer

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            f"X-Forwarded-For: {self.address}",
            f"Origin: http://localhost:{self.port}",
            "Accept: text/html",
            f"Referer: http://localhost:{self.port}/",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        if self.streams is not None:
            try:
                return await self._talk(message)
            except (ConnectionError, asyncio.IncompleteReadError):
                if method == "POST":
                    raise
                await self.close()  # kept connections may be closed by the server at any time
        self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        return await self._talk(message)

    async def _talk(self, message: bytes) -> Answer:
        assert self.streams is not None
        reader, writer = self.streams
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.rstrip("\r\n").split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
            headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            content = await self._chunks(reader)
        elif "content-length" in headers:
            content = await reader.readexactly(int(headers["content-length"]))
        else:
            content = await reader.read()
        if headers.get("connection") == "close":
            await self.close()
        return Answer(int(first.split(" ", 2)[1]), headers, content.decode("utf-8", "replace"))

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)


Visit = Callable[[Visitor, int], Awaitable[str]]


@dataclass
class _Plan:
    """`warm` visits come first and do not count; then visits for `seconds`, or `tries` of them."""

    port: int
    first: int
    warm: int
    seconds: float
    tries: int
    timings: Timings = field(default_factory=Timings)
    started: float = 0.0
    own: float = 0.0
    begun: int = 0
    ended: int = 0

    def next_number(self) -> int | None:
        """None when it is over."""
        over = self.begun >= self.warm + self.tries if self.tries else self._elapsed() > self.seconds
        if over:
            return None
        self.begun += 1
        return self.first + self.begun - 1

    def end_of_one(self, result: str) -> None:
        self.ended += 1
        if self.started and (self.tries or self._elapsed() <= self.seconds):
            self.timings.done.append(result)
        if not self.started and self.ended >= self.warm:
            self.start()

    def start(self) -> None:
        self.timings.requests.clear()
        self.started, self.own = time.perf_counter(), time.process_time()

    def close(self) -> Timings:
        elapsed = self._elapsed()
        self.timings.own_share = (time.process_time() - self.own) / elapsed
        self.timings.seconds = self.seconds or elapsed
        return self.timings

    def _elapsed(self) -> float:
        return time.perf_counter() - self.started if self.started else 0.0


def drive(
    visit: Visit, *, port: int, clients: int, first: int, warm: int = 0, seconds: float = 0, tries: int = 0
) -> Timings:
    """`clients` visitors at once, one visit after the other, numbered from `first`; see _Plan.

    Visits under way when the time is over come to their end without counting, as those under way at its start count
    although they began before.
    """
    plan = _Plan(port, first, warm, seconds, tries)
    if not warm:
        plan.start()
    asyncio.run(_drive(visit, plan, clients))
    return plan.close()


async def _drive(visit: Visit, plan: _Plan, clients: int) -> None:
    async def client() -> None:
        while (number := plan.next_number()) is not None:
            visitor = Visitor(plan.port, plan.timings, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
            try:
                plan.end_of_one(await visit(visitor, number))
            except (Lost, TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                plan.timings.lost.append(f"{number}: {type(error).__name__} {error}")
            finally:
                await visitor.close()

    await asyncio.gather(*(client() for _ in range(clients)))
