"""A directory, and who keeps it."""

import pytest

from tests.factories import facilities


@pytest.fixture
def kept():
    return facilities.directory()


@pytest.fixture
def officer(kept):
    return facilities.writer(kept)
