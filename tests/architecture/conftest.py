"""The example with people of every role, once per module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.architecture.places import World
    from tests.factories.nerima import Nerima


@pytest.fixture(scope="module")
def world_module(nerima_module: Nerima, django_db_blocker: DjangoDbBlocker) -> World:
    from tests.architecture import places

    with django_db_blocker.unblock():
        return places.build(nerima_module)


@pytest.fixture
def world(world_module: World, db: None) -> World:
    """What a test changes is rolled back after it."""
    return world_module
