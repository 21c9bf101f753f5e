"""Several people at the very same moment, each in a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(*acts: Callable[[], Any], rounds: int = 1, refusal: type[Exception] | tuple[()] = ()) -> list[Any]:
    """What each gave, in their order: its result, or the refusal. Anything else that is raised comes through.

    Each round begins with all of them together.
    """
    start = Barrier(len(acts))

    def given(act: Callable[[], Any]) -> Any:
        start.wait(timeout=60)
        try:
            return act()
        except refusal as refused:
            return refused

    def run(act: Callable[[], Any]) -> list[Any]:
        try:
            return [given(act) for _round in range(rounds)]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one for own in pool.map(run, acts) for one in own]
