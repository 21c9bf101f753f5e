"""Everything a person does to materials."""

from zaitaku.programme.materials.actions.ledger import (
    Move,
    correct_movement,
    distribute,
    move_of,
    record_movement,
    withdraw_movement,
)
from zaitaku.programme.materials.actions.refused import MaterialRefused, StockTooLow
from zaitaku.programme.materials.actions.titles import StockRules, change_title, create_title

__all__ = [
    "MaterialRefused",
    "Move",
    "StockRules",
    "StockTooLow",
    "change_title",
    "correct_movement",
    "create_title",
    "distribute",
    "move_of",
    "record_movement",
    "withdraw_movement",
]
