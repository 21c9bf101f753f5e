"""Shared by all tests: message catalogues are compiled before Django reads them; the example programme for many."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.factories.nerima import Nerima


# CI draws the same examples each time: what lands is decided by the change, not by the draw. People's runs explore.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(100_000, 50, 1_000)  # a tenth of the time went into looking for circles
    if not hasattr(config, "workerinput"):  # once, not in every xdist worker
        from tools import messages

        messages.compile_all()


@pytest.fixture(scope="module")
def nerima_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Nerima]:
    """The example, loaded once for a module and taken away after it; for fixtures that add to it per module.

    Not beside `transactional_db`, which empties the database after each test.
    """
    from django.core.management import call_command

    from tests.factories import nerima

    with django_db_blocker.unblock():
        _forget_computed()
        made = nerima.loaded()
    try:
        yield made
    finally:
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
            _forget_computed()


def _forget_computed() -> None:
    from django.conf import settings
    from django.core.cache import caches

    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def _house_language() -> None:
    """A page asked for in English leaves English behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def nerima(nerima_module: Nerima, db: None) -> Nerima:
    """The example programme; what a test changes is rolled back after it."""
    return nerima_module
