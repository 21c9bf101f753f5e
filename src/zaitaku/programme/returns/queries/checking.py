"""A sheet held against the rules of its form, said in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zaitaku.analysis.figure import State
from zaitaku.analysis.return_rules import Answered
from zaitaku.programme.returns.choices import Severity
from zaitaku.programme.returns.models import Element, Return, Value


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """What speaks against sending, with numbers and remedy. `is_explained`: the answer has a word beside it."""

    element: Element
    severity: Severity
    text: str
    is_explained: bool = False


def answers_of(values: Iterable[Value]) -> dict[int, Answered]:
    """Element id → the answer, from the rows that count."""
    return {row.element_id: Answered(row.value, State(row.state), row.note) for row in values}


def findings_of(sheet: Return, answers: Mapping[int, Answered]) -> list[SheetFinding]:
    """Everything that stops the sheet or wants a word, in the order of its questions. `answers` by element id.

    An item without an answer is a stop of its own. Six queries at most.
    """
    return []
