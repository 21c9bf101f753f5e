"""Everything a person does to materials."""

from zaitaku.programme.materials.actions.ledger import (
    Move,
    correct_movement,
    create_title,
    distribute,
    move_of,
    record_movement,
    withdraw_movement,
)
from zaitaku.programme.materials.actions.refused import MaterialRefused, StockTooLow

__all__ = [
    "MaterialRefused",
    "Move",
    "StockTooLow",
    "correct_movement",
    "create_title",
    "distribute",
    "move_of",
    "record_movement",
    "withdraw_movement",
]
