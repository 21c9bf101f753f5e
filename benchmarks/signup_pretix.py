"""The peer of the sign-up benchmark: pretix on PostgreSQL and Redis, in an environment of its own below `.bench/`.

Set up as its documentation does for production: gunicorn, PostgreSQL, Redis for cache, locks and sessions. What would
only cost it time is off: no letter, no plugin, no invoice address.
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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tools.with_postgres import program

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
        quiet = ["-qq", "--disable-pip-version-check"]
        subprocess.run([found, "-m", "pip", "install", *quiet, "--require-hashes", "-r", PINNED], check=True)
        marker.write_text(PINNED.read_text())
    return found


@dataclass(frozen=True)
class Shop:
    folder: Path
    port: int
    cache_port: int
    item: int
    database: dict[str, str]

    @contextmanager
    def pages(self, server: list[str], *, queue: bool) -> Iterator[int]:
        """Its pages, served by gunicorn with these options; `queue` runs its background queue beside them. The port."""
        interpreter, environment = str(python()), _environment(self, queue)
        with ExitStack() as stack:
            if queue:
                worker = [interpreter, "-m", "celery", "-A", "pretix.celery_app", "worker", "-l", "warning", "-c", "2"]
                stack.enter_context(process(worker, environment, 0, self.folder / "queue.log"))
            pages = [interpreter, "-m", "gunicorn", "pretix.wsgi", "-b", f"127.0.0.1:{self.port}", *server]
            stack.enter_context(process(pages, environment, self.port, self.folder / "pages.log"))
            yield self.port

    def visit(self) -> Visit:
        return visit(self.item)


@contextmanager
def shop(folder: Path, *, address: str, seats: int) -> Iterator[Shop]:
    """One free product and one quota in the empty database "pretix" of that cluster, and its Redis; no pages yet."""
    interpreter = str(python())
    redis = shutil.which("redis-server")
    if redis is None:
        raise PeerMissing("the peer needs redis-server (Debian: redis-server)")
    (folder / "data").mkdir(parents=True)
    database = dict(pair.split("=", 1) for pair in address.split())
    made = Shop(folder, free_port(), free_port(), 0, database)
    environment = _environment(made, queue=False)
    cache = [redis, "--port", str(made.cache_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with process(cache, environment, made.cache_port, folder / "redis.log"):
        _tables(made, environment)
        script = Path(__file__).with_name("pretix_shop.py")
        told = subprocess.run(
            [interpreter, script, str(seats)], env=environment, check=True, capture_output=True, text=True
        )
        yield replace(made, item=int(told.stdout.split()[-1]))


def _tables(shop: Shop, environment: dict[str, str]) -> None:
    """Its migrations take minutes: their outcome is kept beside its environment and goes with it."""
    kept, target = PEER / "tables.sql", ["-q", "-h", shop.database["host"], "-U", shop.database["user"], "pretix"]
    if kept.exists():
        subprocess.run([program("psql"), "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", kept, *target], check=True)
        return
    subprocess.run([python(), "-m", "pretix", "migrate", "-v0"], env=environment, check=True, cwd=shop.folder)
    dump = subprocess.run([program("pg_dump"), *target[1:]], check=True, capture_output=True)
    kept.write_bytes(dump.stdout)


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


def _environment(shop: Shop, queue: bool) -> dict[str, str]:
    redis = f"redis://127.0.0.1:{shop.cache_port}"
    database = {"name": "pretix", "user": shop.database["user"], "host": shop.database["host"]}
    sections: dict[str, dict[str, Any]] = {
        "pretix": {"url": f"http://localhost:{shop.port}", "datadir": shop.folder / "data", "ecb_rates": "off"},
        "database": {"backend": "postgresql"} | database,
        "redis": {"location": f"{redis}/0", "sessions": "true"},
    }
    if queue:
        sections["celery"] = {"backend": f"{redis}/1", "broker": f"{redis}/2"}
    text = ""
    for name, pairs in sections.items():
        text += f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in pairs.items())
    file = shop.folder / f"pretix{'-queue' if queue else ''}.cfg"
    file.write_text(text)
    return os.environ | {"PRETIX_CONFIG_FILE": str(file), "DJANGO_SETTINGS_MODULE": "pretix.settings"}


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
