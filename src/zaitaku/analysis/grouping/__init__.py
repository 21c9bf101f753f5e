"""Mixed-profession groups: who sits at which table of a case meeting.

Hard rules (kind of table, seats, pins, people kept together or apart, facilitators spread) are never broken; a
contradiction among them is refused by name. Professions out of balance, colleagues of one office at a table, and
people who sat together before are penalties that the search makes small.
"""

from zaitaku.analysis.grouping.make import Groups, best_table, make_groups, replace_at, worded_rule
from zaitaku.analysis.grouping.model import (
    Bond,
    Guest,
    Meeting,
    Met,
    NoPlace,
    NotEnoughSeats,
    Place,
    Rule,
    RuleKind,
    RulesContradict,
    Seating,
    Weights,
)
from zaitaku.analysis.grouping.score import Reunion, Score, TableNote, broken, explain, score

__all__ = [
    "Bond",
    "Groups",
    "Guest",
    "Meeting",
    "Met",
    "NoPlace",
    "NotEnoughSeats",
    "Place",
    "Reunion",
    "Rule",
    "RuleKind",
    "RulesContradict",
    "Score",
    "Seating",
    "TableNote",
    "Weights",
    "best_table",
    "broken",
    "explain",
    "make_groups",
    "replace_at",
    "score",
    "worded_rule",
]
