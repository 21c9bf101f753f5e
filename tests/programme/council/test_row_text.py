"""Saving the words of a row: what goes in, and what is refused."""

from typing import Any

import pytest

from tests.factories import council
from zaitaku.analysis.numerals import TextRefused
from zaitaku.analysis.wording.refusals import TypedNumber, UnbalancedBraces, UnknownCode, UnknownPart
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.council.actions import StaleText, UnknownRow, save_row_text, stamp
from zaitaku.programme.council.models import RowText

pytestmark = pytest.mark.django_db


def save(made: council.Programme, **kw: Any) -> RowText:
    key = kw.get("key", "A2")
    seen = stamp(RowText.objects.filter(plan=made.plan, fiscal_year=2023, key=key).first())
    defaults = {
        "plan": made.plan,
        "fiscal_year": 2023,
        "key": "A2",
        "result": "開催{A2.held}",
        "issues": "続ける。",
        "seen": seen,
        "figures": council.figures(),
        "cover": council.COVER,
        "by": made.officer,
    }
    return save_row_text(**(defaults | kw))


def test_words_are_kept_with_their_history() -> None:
    made = council.programme()
    saved = save(made)
    assert RowText.objects.get(pk=saved.pk).result == "開催{A2.held}"
    entry = AuditEntry.objects.get(action="council.row_text")
    assert entry.details["before"]["result"] == "【実施回数】{A2.held}"
    assert entry.details["after"] == {"result": "開催{A2.held}", "issues": "続ける。"}


def test_saving_the_same_words_again_changes_nothing() -> None:
    made = council.programme()
    save(made)
    save(made)
    assert AuditEntry.objects.filter(action="council.row_text").count() == 1


def test_the_first_words_of_a_row() -> None:
    made = council.programme(texts={})
    assert save(made, result="１行目\r\n２行目").result == "１行目\n２行目"


@pytest.mark.parametrize(
    ("result", "refusal"),
    [
        ("開催{A2.none}", UnknownCode),
        ("開催{A1.attendance/第9回}", UnknownPart),
        ("開催{A2.held", UnbalancedBraces),
        ("開催１回", TypedNumber),
        ("参加者は延べ555", TypedNumber),
        ("開催\x00", TextRefused),
        ("あ" * 6_001, TextRefused),
    ],
)
def test_templates_that_are_refused_change_nothing(result: str, refusal: type[Exception]) -> None:
    made = council.programme()
    with pytest.raises(refusal):
        save(made, result=result)
    assert RowText.objects.get(plan=made.plan, key="A2").result == council.TEXTS["A2"]
    assert not AuditEntry.objects.filter(action="council.row_text").exists()


def test_a_form_opened_before_somebody_else_saved_is_refused() -> None:
    made = council.programme()
    old = stamp(RowText.objects.get(plan=made.plan, key="A2"))
    save(made)
    with pytest.raises(StaleText):
        save(made, seen=old, result="別の言葉")
    with pytest.raises(StaleText):
        save(made, seen="", result="別の言葉")
    assert RowText.objects.get(plan=made.plan, key="A2").result == "開催{A2.held}"


@pytest.mark.parametrize("key", ["Z9", "SA", ""])
def test_only_initiatives_have_words(key: str) -> None:
    made = council.programme()
    with pytest.raises(UnknownRow):
        save(made, key=key)
