"""Several people at the very same moment, each in a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import Any

from django.db import connection, transaction


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


def one_after_the_other(
    first: Callable[[], Any], second: Callable[[], Any], *, refusal: type[Exception] | tuple[()] = ()
) -> list[Any]:
    """What each gave, the second acting while the first is done but not committed yet."""
    is_done = Event()

    def given(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except refusal as refused:
            return refused

    def run_first() -> Any:
        try:
            with transaction.atomic():
                found = given(first)
                is_done.set()
                sleep(0.4)
            return found
        finally:
            is_done.set()
            connection.close()

    def run_second() -> Any:
        is_done.wait(timeout=60)
        try:
            return given(second)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(run_first), pool.submit(run_second)]
        return [one.result() for one in results]
