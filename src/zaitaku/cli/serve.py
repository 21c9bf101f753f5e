"""Serve the pages and work through background jobs, on this machine.

Example:
  zaitaku serve --bind 127.0.0.1:8000
"""

import argparse
import os
import sys
import threading
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from zaitaku.cli.main import Refused, show

BIND = "127.0.0.1:8000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default=BIND, metavar="HOST:PORT")
    parser.add_argument("--workers", type=int, default=2, help="processes; each has two threads (default 2)")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from zaitaku.core.jobs.worker import keep_one_running

    if settings.DEMO and not _is_this_machine(options.bind):
        raise Refused(
            f"the demo has public passwords and no second factor; {options.bind} can be reached from other machines. "
            "Bind it to 127.0.0.1, or start without ZAITAKU_DEMO"
        )
    os.umask(0o077)  # database, bundles and waiting files are nobody else's on this machine
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # Printed papers link to BASE_URL, and a session does not follow from 127.0.0.1 to localhost: name the same host.
    address = settings.BASE_URL if options.bind == BIND else f"http://{options.bind}"
    said = {"address": address, "data": str(settings.DATA), "demo": settings.DEMO}
    show(options, said, _welcome(address, settings.DATA, settings.DEMO))
    sys.stdout.flush()
    # A process of its own: work goes on while every page thread is busy, and one that dies is followed by another.
    stop = threading.Event()
    jobs = threading.Thread(target=keep_one_running, args=(stop,), daemon=True)
    jobs.start()
    try:
        _serve(options.bind, options.workers)
    finally:
        stop.set()
        jobs.join(timeout=15)
    return 0


def _is_this_machine(bind: str) -> bool:
    """Whether only programs of this machine reach the address; a name that is not an address counts as outside."""
    if bind.startswith("unix:"):
        return True
    host = bind.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _serve(bind: str, workers: int) -> None:
    from django.urls import get_resolver
    from gunicorn.app.base import BaseApplication
    from gunicorn.util import import_app

    class Pages(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            # Two threads: with four, those that hold a lock of the database wait so long for their turn at the
            # interpreter that a rush of sign-ups takes half as long again.
            for name, value in (("bind", bind), ("workers", workers), ("threads", 2), ("control_socket_disable", True)):
                self.cfg.set(name, value)
            self.cfg.set("worker_tmp_dir", "/dev/shm" if Path("/dev/shm").is_dir() else None)  # noqa: S108

        def load(self) -> Any:
            application = import_app("zaitaku.config.wsgi:application")
            _ = get_resolver().url_patterns  # every page's code now, not when the first visitor waits for it
            return application

    try:
        Pages().run()
    except SystemExit as end:  # how gunicorn says that it has stopped
        if end.code:
            raise


def _welcome(address: str, data: Path, demo: bool) -> str:
    lines = [f"ざいたく {address}  (data: {data})"]
    if demo:
        lines += [
            "Demo: no second factor is asked for. Accounts (password zaitaku-demo-2023):",
            "  officer@demo.example  在宅療養推進事業の担当    section@demo.example  所管課",
            "  partner@demo.example  医師会    council@demo.example  協議会委員    admin@demo.example  管理者",
        ]
    return "\n".join(lines)
