"""The peer of the sign-up benchmark: pretix on PostgreSQL and Redis, in an environment of its own below `.bench/`.

Set up as its own documentation does for production (gunicorn, PostgreSQL, Redis for cache, locks and sessions), but for
what would only cost it time here: no letter is sent, no plugin is on. MODES tells the two ways its background queue can be
run; the benchmark takes the quicker one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import time
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import Answer, Lost, Visit, Visitor

ROOT = Path(__file__).resolve().parents[1]
PEER = ROOT / ".bench" / "pretix"
PINNED = ROOT / "requirements" / "pretix.txt"
SHOP = "/bench/free/"
TOKEN = 'name="csrfmiddlewaretoken" value="'
BASKET = f"{SHOP}cart/add?"
BASKET_FORM = f'action="{BASKET}'
CHECKOUT_FORM = 'class="checkout-button-primary" method="get" action="'


class PeerMissing(Exception):
    """The peer cannot run here; the message says what to install."""


def python() -> Path:
    """The interpreter of the peer's environment, which is made on first use, everything pinned by hash."""
    found = PEER / "bin" / "python"
    marker = PEER / "pinned"
    if not marker.exists() or marker.read_text() != PINNED.read_text():
        shutil.rmtree(PEER, ignore_errors=True)
        PEER.parent.mkdir(exist_ok=True)
        venv.create(PEER, with_pip=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([found, "-m", "pip", "install", *quiet, "--require-hashes", "-r", PINNED], check=True)
        marker.write_text(PINNED.read_text())
    return found


@dataclass(frozen=True)
class Shop:
    port: int
    item: int
    environment: dict[str, str]

    def count(self) -> dict[str, int]:
        """Paid orders and seats that stand in its database."""
        return _script(self.environment, "count")


@contextmanager
def running(folder: Path, *, database: dict[str, str], seats: int, server: list[str], queue: bool) -> Iterator[Shop]:
    """A shop with one free product and one quota in the empty database "pretix" of that server.

    `server` is how its pages are served; `queue` runs its background queue in processes of its own, not in the pages'.
    """
    interpreter = str(python())
    port, cache_port = free_port(), free_port()
    environment = _environment(folder, database, (port, cache_port), queue)
    with ExitStack() as stack:
        redis = shutil.which("redis-server")
        if redis is None:
            raise PeerMissing("the peer needs redis-server (Debian: redis-server)")
        cache = [redis, "--port", str(cache_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        stack.enter_context(process(cache, environment, cache_port, folder / "redis.log"))
        subprocess.run([interpreter, "-m", "pretix", "migrate", "-v0"], env=environment, check=True, cwd=folder)
        item = _script(environment, "make", str(seats))["item"]
        if queue:
            worker = [interpreter, "-m", "celery", "-A", "pretix.celery_app", "worker", "-l", "warning", "-c", "2"]
            stack.enter_context(process(worker, environment, 0, folder / "celery.log"))
        pages = [interpreter, "-m", "gunicorn", "pretix.wsgi", "-b", f"127.0.0.1:{port}", *server]
        stack.enter_context(process(pages, environment, port, folder / "pretix.log"))
        yield Shop(port, item, environment)


def visit(item: int) -> Visit:
    """Shop, basket, e-mail address, confirmation, order: the whole way to a free seat."""

    async def one(visitor: Visitor, number: int) -> str:
        page = await visitor.get("shop", SHOP)
        fields = {"csrfmiddlewaretoken": page.after(TOKEN), f"item_{item}": "1"}
        basket = await visitor.get("basket", await _task(visitor, "add", BASKET + page.after(BASKET_FORM), fields))
        page = await _follow(visitor, await visitor.get("checkout", basket.after(CHECKOUT_FORM)))
        fields = {"csrfmiddlewaretoken": page.after(TOKEN), "email": f"person{number}@example.org"}
        sent = await visitor.post("address", SHOP + "checkout/questions/", fields)
        page = await _follow(visitor, sent)
        fields = {"csrfmiddlewaretoken": page.after(TOKEN)}
        order = await visitor.get("order", await _task(visitor, "confirm", SHOP + "checkout/confirm/", fields))
        if order.status != 200 or "/order/" not in order.text:
            raise Lost(f"order: {order.status}")
        return "confirmed"

    return one


async def _task(visitor: Visitor, name: str, path: str, fields: dict[str, str]) -> str:
    """A form that its script sends: the answer tells where to go, or to ask again in a quarter of a second."""
    said = json.loads((await visitor.post(name, path, fields | {"ajax": "1"})).text)
    check = said["check_url"]
    while not said.get("ready"):
        await asyncio.sleep(0.25)
        said = json.loads((await visitor.get("wait", check)).text)
    if not said["success"]:
        raise Lost(f"{name}: {said['message']}")
    return str(said["redirect"])


async def _follow(visitor: Visitor, answer: Answer) -> Answer:
    if answer.status == 200:
        raise Lost("the form was not taken")
    while answer.status == 302:
        answer = await visitor.get("next", answer.location)
    return answer


def _environment(folder: Path, database: dict[str, str], ports: tuple[int, int], queue: bool) -> dict[str, str]:
    (folder / "data").mkdir()
    port, redis = ports[0], f"redis://127.0.0.1:{ports[1]}"
    sections: dict[str, dict[str, Any]] = {
        "pretix": {"url": f"http://localhost:{port}", "datadir": folder / "data", "ecb_rates": "off"},
        "database": {"backend": "postgresql", "name": "pretix", "user": database["user"], "host": database["host"]},
        "redis": {"location": f"{redis}/0", "sessions": "true"},
    }
    if queue:
        sections["celery"] = {"backend": f"{redis}/1", "broker": f"{redis}/2"}
    lines = [
        line
        for name, pairs in sections.items()
        for line in (f"[{name}]", *(f"{key}={value}" for key, value in pairs.items()))
    ]
    file = folder / "pretix.cfg"
    file.write_text("\n".join(lines) + "\n")
    return os.environ | {"PRETIX_CONFIG_FILE": str(file), "DJANGO_SETTINGS_MODULE": "pretix.settings"}


def _script(environment: dict[str, str], *words: str) -> dict[str, int]:
    script = Path(__file__).with_name("pretix_shop.py")
    done = subprocess.run([python(), script, *words], env=environment, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """A server until the block ends; waits until it listens. Raises PeerMissing with the end of its log."""
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=log.parent) as one,
    ):
        try:
            deadline = time.monotonic() + 60
            while port and not _listens(port):
                if one.poll() is not None or time.monotonic() > deadline:
                    raise PeerMissing(f"{command[0]} did not start: {log.read_text()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            one.terminate()
            try:
                one.wait(15)
            except subprocess.TimeoutExpired:
                one.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
