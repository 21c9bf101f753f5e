"""What the example does not have, made once for the tests of every address: one module per subject.

Each has `values(world)`, which creates real objects and returns the arguments of addresses that lead to them.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.architecture.places import World


def build(world: World) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        found |= importlib.import_module(f"{__name__}.{module}").values(world)
    return found
