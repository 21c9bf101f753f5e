"""Shared by all tests: message catalogues are compiled before Django reads them."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, not in every xdist worker
        from tools import messages

        messages.compile_all()
