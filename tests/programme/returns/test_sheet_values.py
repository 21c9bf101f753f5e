"""What is recorded in the sheet of a round: drafts, answers that are no typed numbers, and when it is too late."""

from decimal import Decimal

import pytest

from tests.factories import returns
from tests.programme.returns.sheets import NOVEMBER, NOW, OCTOBER, scene
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.models import Value
from zaitaku.programme.returns.queries.filling import before

pytestmark = pytest.mark.django_db


@pytest.fixture
def s():
    return scene()


def test_a_draft_may_be_incomplete_and_contradict_itself_until_it_is_sent(s):
    sheet = s.sheet()
    s.fill(sheet, whole=9, a=2, b=3)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.version) == ("draft", 1)
    s.fill(sheet, whole=5)
    assert [step.kind for step in sheet.steps.all()] == ["asked", "saved"]
    s.fill(sheet, by=s.officer, stand=4)
    assert [step.by for step in sheet.steps.all()][1:] == [s.partner, s.officer]
    with pytest.raises(DoesNotFit, match="本人から"):
        s.fill(sheet, whole=7, a="0.5")
    assert Value.objects.get(element=s.elements["whole"], superseded_at=None).value == 5


def test_saving_on_behalf_is_said_in_history_and_audit(s):
    sheet = s.sheet()
    entries = {s.elements["a"].pk: (Entry(Decimal(1)), None)}
    actions.record_values(sheet=sheet, entries=entries, by=s.officer, on_behalf=True)
    assert sheet.steps.get(kind="saved").text != ""
    assert AuditEntry.objects.get(action="returns.record_values").details["_on_behalf"] is True


def test_none_and_no_change_are_kept_as_answers(s):
    s.sent()
    sheet = s.sheet(NOVEMBER)
    told = {"a": Answer.NONE, "stand": Answer.SAME, "total": Answer.SAME}
    s.fill(sheet, answers=told, a=0, stand=4, total=100)
    rows = Value.objects.filter(sheet=sheet, superseded_at=None)
    assert {row.element.code: row.answer for row in rows} == {"a": "none", "stand": "same", "total": "same"}
    s.fill(sheet, a=0)
    assert rows.get(element__code="a").answer == "number"
    assert Value.objects.filter(sheet=sheet, element__code="a").count() == 2


@pytest.mark.parametrize(
    ("code", "value", "answer"),
    [
        ("a", 1, Answer.NONE),
        ("total", 0, Answer.NONE),
        ("share", 0, Answer.NONE),
        ("a", 2, Answer.SAME),
        ("stand", 5, Answer.SAME),
        ("total", 99, Answer.SAME),
    ],
)
def test_answers_that_make_no_sense_are_refused_by_name(s, code, value, answer):
    s.sent()
    with pytest.raises(actions.SheetRefused, match=s.elements[code].label):
        s.fill(s.sheet(NOVEMBER), answers={code: answer}, **{code: value})


def test_no_change_needs_something_that_was_sent_before(s):
    s.full(s.sheet())  # a draft is not sent
    with pytest.raises(actions.SheetRefused, match="登録団体"):
        s.fill(s.sheet(NOVEMBER), answers={"stand": Answer.SAME}, stand=4)


def test_what_stands_beside_the_items(s):
    s.sent()
    known = before(s.sheet(NOVEMBER))
    whole, stand = known[s.elements["whole"].pk], known[s.elements["stand"].pk]
    assert (whole.last, whole.last_end, whole.year, whole.sheets) == (5, s.rounds[OCTOBER].end, 5, 1)
    assert (stand.last, stand.year) == (4, None)
    assert before(s.sheet(NOVEMBER, centre=1)) == {}


def test_the_year_begins_in_april_and_corrections_count_once(s):
    march = returns.round_(form=s.form, start=OCTOBER.replace(month=3))
    s.rounds[march.start] = march
    s.sent(march.start)
    sheet = s.sent()
    actions.hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=s.officer, now=NOW)
    s.fill(sheet, whole=7, a=4)
    whole = before(s.sheet(NOVEMBER))[s.elements["whole"].pk]
    assert (whole.last, whole.year, whole.sheets) == (7, 7, 1)


def test_a_sent_sheet_is_not_changed_nor_undone_until_it_is_handed_back(s):
    sheet = s.sent()
    row = Value.objects.get(sheet=sheet, element__code="a")
    with pytest.raises(actions.SheetRefused, match="提出済"):
        s.fill(sheet, a=3)
    with pytest.raises(actions.SheetRefused):
        actions.restore_previous(sheet=sheet, element=row.element, expected=row.pk, by=s.partner)
    actions.hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=s.officer, now=NOW)
    s.fill(sheet, a=3, whole=6)
    row = Value.objects.get(sheet=sheet, element__code="a", superseded_at=None)
    back = actions.restore_previous(sheet=sheet, element=row.element, expected=row.pk, by=s.partner)
    assert back.value == 2
    assert sheet.is_counted


def test_undo_brings_back_how_the_number_came_about_and_the_first_entry_goes(s):
    sheet = s.sheet()
    s.fill(sheet, answers={"a": Answer.NONE}, a=0)
    s.fill(sheet, a=3)
    row = Value.objects.get(sheet=sheet, superseded_at=None)
    back = actions.restore_previous(sheet=sheet, element=row.element, expected=row.pk, by=s.partner)
    assert (back.value, back.answer) == (0, "none")
    s.fill(sheet, b=3)
    row = Value.objects.get(sheet=sheet, element__code="b")
    assert actions.restore_previous(sheet=sheet, element=row.element, expected=row.pk, by=s.partner) is None


def test_two_people_at_one_item_and_items_of_another_time(s):
    sheet = s.sheet()
    s.fill(sheet, a=1)
    stale = {s.elements["a"].pk: (Entry(Decimal(9)), None)}
    with pytest.raises(ChangedMeanwhile):
        actions.record_values(sheet=sheet, entries=stale, by=s.officer)
    gone = returns.element(form=s.form, code="gone", valid_to=OCTOBER.replace(month=4))
    with pytest.raises(actions.SheetRefused):
        actions.record_values(sheet=sheet, entries={gone.pk: (Entry(Decimal(1)), None)}, by=s.partner)
