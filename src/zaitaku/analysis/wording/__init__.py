"""Result cells in words: templates in which figures stand as linked tokens, and the marks that travel with them.

The wording follows the habits of ward council papers: 196名（本会場59人、同時上映12人、…）, 9,869件（11月末時点）.
"""

from zaitaku.analysis.wording.composing import Piece, compose
from zaitaku.analysis.wording.grammar import Each, Literal, Node, Option, Token, parse, tokens
from zaitaku.analysis.wording.marks import (
    Mark,
    MarkKind,
    as_of_words,
    bracket,
    full_text,
    long_day,
    marks,
    number_text,
    since_words,
    state_words,
    strongest,
    value_text,
)
from zaitaku.analysis.wording.refusals import TemplateRefused, TypedNumber, typed_number
from zaitaku.analysis.wording.typed import TypedNumberFound, typed_numbers

__all__ = [
    "Each",
    "Literal",
    "Mark",
    "MarkKind",
    "Node",
    "Option",
    "Piece",
    "TemplateRefused",
    "Token",
    "TypedNumber",
    "TypedNumberFound",
    "as_of_words",
    "bracket",
    "compose",
    "full_text",
    "long_day",
    "marks",
    "number_text",
    "parse",
    "since_words",
    "state_words",
    "strongest",
    "tokens",
    "typed_number",
    "typed_numbers",
    "value_text",
]
