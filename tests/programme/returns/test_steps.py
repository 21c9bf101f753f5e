"""Every step from every status, refusals by name, letters, audit; and a random walk against a plain model."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.architecture.places import undone
from tests.factories import core, returns
from tests.programme.returns.sheets import NOVEMBER, NOW, scene
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import ChangedMeanwhile, Entry, RecordRefused
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.choices import SheetStatus, StepKind
from zaitaku.programme.returns.models import Return, Rule, Value

pytestmark = pytest.mark.django_db
SECRET = "利用者Aさんの件"

# The whole table, written down by itself: status × step → status afterwards. What is not here is refused.
TABLE = {
    ("asked", "submit"): "submitted",
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "hand_back"): "returned",
    ("submitted", "accept"): "accepted",
    ("accepted", "lock"): "locked",
    ("accepted", "reopen"): "returned",
    ("locked", "reopen"): "returned",
    ("excused", "reopen"): "draft",
    ("asked", "excuse"): "excused",
    ("draft", "excuse"): "excused",
    ("asked", "save"): "draft",
    ("draft", "save"): "draft",
    ("returned", "save"): "returned",
}
STEPS = ("submit", "hand_back", "accept", "lock", "reopen", "excuse", "save")
WAY = {
    "asked": (),
    "draft": ("save",),
    "submitted": ("submit",),
    "returned": ("submit", "hand_back"),
    "accepted": ("submit", "accept"),
    "locked": ("submit", "accept", "lock"),
    "excused": ("save", "excuse"),
}


@pytest.fixture
def s():
    made = scene()
    # Complete from the start, so that only the status decides; put there as if nobody had begun.
    for code, value in {"whole": 5, "a": 2, "b": 3, "stand": 4, "total": 100, "share": 50}.items():
        returns.value(sheet=made.sheet(), element=made.elements[code], value=Decimal(value))
    return made


def take(s, sheet, step):
    """The step by the person whose it is, with the version that counts."""
    sheet.refresh_from_db()
    seen = {"sheet": sheet, "seen": sheet.version, "now": NOW}
    if step == "save":
        s.fill(sheet, stand=int(Value.objects.get(sheet=sheet, element__code="stand", superseded_at=None).value) + 1)
    elif step == "submit":
        waiting = [query.messages.last().pk for query in sheet.queries.all()]
        actions.submit(**seen, by=s.partner, without_answer=waiting)
    elif step in ("accept", "lock"):
        getattr(actions, step)(**seen, by=s.officer)
    else:
        getattr(actions, step)(**seen, by=s.officer, reason=SECRET)


@pytest.mark.parametrize("status", WAY)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_status(s, status, step):
    sheet = s.sheet()
    for before in WAY[status]:
        take(s, sheet, before)
    sheet.refresh_from_db()
    assert sheet.status == status
    version, steps = sheet.version, sheet.steps.count()
    if (status, step) in TABLE:
        take(s, sheet, step)
        now = Return.objects.get(pk=sheet.pk)
        assert now.status == sheet.status == TABLE[status, step]
        assert now.version == sheet.version == version + 1
    else:
        with pytest.raises(actions.SheetRefused):
            take(s, sheet, step)
        now = Return.objects.get(pk=sheet.pk)
        assert (now.status, now.version, now.steps.count()) == (status, version, steps)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from([*STEPS, "ask", "answer", "close"]), max_size=14))
def test_a_random_walk_follows_the_table(s, walk):
    """The model: the table, open queries keep from accepting, the first day stays, versions and steps only grow."""
    with undone():
        sheet, status, queries = s.sheet(), "asked", []
        for number, step in enumerate(walk):
            now = NOW + timedelta(days=number)
            may = (status, step) in TABLE and not (step == "accept" and queries)
            may = may or (step == "ask" and status in ("submitted", "returned"))
            may = may or (step in ("answer", "close") and bool(queries))
            try:
                _walk(s, sheet, step, queries, now)
            except RecordRefused:
                assert not may, (status, step)
            else:
                assert may, (status, step)
                status = TABLE.get((status, step), status)
        fresh = Return.objects.get(pk=sheet.pk)
        assert fresh.status == status
        assert (fresh.first_sent_on is not None) == fresh.steps.filter(kind="submitted").exists()
        assert fresh.is_counted == (fresh.first_sent_on is not None)
        assert fresh.queries.filter(closed_at=None).count() == len(queries)


def close(s, query, now=NOW):
    actions.close_query(query=query, seen=query.messages.last().pk, by=s.officer, now=now)


def _walk(s, sheet, step, queries, now):
    if step == "ask":
        queries.append(actions.ask(sheet=sheet, element=s.elements["a"], text=SECRET, by=s.officer, now=now))
    elif step in ("answer", "close"):
        if not queries:
            raise RecordRefused
        if step == "close":
            close(s, queries[0], now)
            queries.pop(0)
        else:
            actions.answer(query=queries[0], text=SECRET, by=s.partner, now=now)
    else:
        take(s, sheet, step)


def test_what_stops_a_sheet_is_named_and_a_doubt_wants_a_word(s):
    sheet = s.sheet()
    rule = Rule.objects.create(
        form=s.form, kind="fixed", severity="doubt", element=s.elements["stand"], maximum=3, position=1
    )
    s.fill(sheet, whole=9)
    with pytest.raises(actions.FindingsRemain) as caught:
        actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=NOW)
    assert {one.element.code for one in caught.value.findings} == {"whole", "stand"}
    s.fill(sheet, whole=5)
    row = Value.objects.get(sheet=sheet, element=rule.element, superseded_at=None)
    noted = {rule.element_id: (Entry(row.value, note="新しい団体が増えた"), row.pk)}
    actions.record_values(sheet=sheet, entries=noted, by=s.partner)
    actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=NOW)
    assert sheet.status == SheetStatus.SUBMITTED


def test_a_blank_is_no_answer(s):
    sheet = s.sheet(NOVEMBER)
    s.fill(sheet, whole=0, a=0, b=0, total=100, share=0)
    with pytest.raises(actions.FindingsRemain) as caught:
        actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=NOW)
    assert [one.element.code for one in caught.value.findings] == ["stand"]


def test_the_first_day_of_sending_stays(s):
    sheet = s.sheet()
    take(s, sheet, "submit")
    take(s, sheet, "hand_back")
    sheet.refresh_from_db()
    actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=NOW + timedelta(days=30))
    assert sheet.first_sent_on == date(2023, 11, 6)


def test_whoever_looked_at_an_older_version_decides_nothing(s):
    sheet = s.sheet()
    take(s, sheet, "submit")
    seen = sheet.version
    take(s, sheet, "hand_back")
    take(s, sheet, "submit")
    with pytest.raises(ChangedMeanwhile):
        actions.accept(sheet=sheet, seen=seen, by=s.officer, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.hand_back(sheet=sheet, seen=seen, reason=SECRET, by=s.officer, now=NOW)


def test_reasons_are_wanted_and_hand_back_takes_a_query_instead(s):
    sheet = s.sheet()
    with pytest.raises(actions.ReasonMissing):
        actions.excuse(sheet=sheet, seen=0, reason=" ", by=s.officer, now=NOW)
    take(s, sheet, "submit")
    with pytest.raises(actions.ReasonMissing):
        actions.hand_back(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    query = actions.ask(sheet=sheet, element=None, text=SECRET, by=s.officer, now=NOW)
    with pytest.raises(actions.QueriesOpen):
        actions.accept(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    actions.hand_back(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    take(s, sheet, "submit")
    close(s, query)
    take(s, sheet, "accept")
    with pytest.raises(actions.ReasonMissing):
        actions.reopen(sheet=sheet, seen=sheet.version, reason="", by=s.officer, now=NOW)


def test_an_excused_sheet_that_nobody_began_is_asked_for_again(s):
    sheet = s.sheet(NOVEMBER)
    take(s, sheet, "excuse")
    take(s, sheet, "reopen")
    assert sheet.status == SheetStatus.ASKED
    assert sheet.first_sent_on is None


def test_a_round_is_locked_as_far_as_it_is_accepted(s):
    other = s.sheet(centre=1)
    with pytest.raises(actions.StepRefused):
        actions.lock_round(round_=other.round, by=s.officer, now=NOW)
    sheet = s.sheet()
    take(s, sheet, "submit")
    take(s, sheet, "accept")
    assert actions.lock_round(round_=other.round, by=s.officer, now=NOW) == 1
    assert {one.status for one in other.round.sheets.all()} == {"locked", "asked"}


def test_people_hear_of_what_came_back_and_nobodys_words_leave_the_page(s):
    sheet = s.sheet()
    core.person(role=Role.PROFESSIONAL, organisation=s.centres[0])
    gone = core.person(role=Role.PARTNER, organisation=s.centres[0], is_active=False)
    for step in ("submit", "hand_back", "submit", "accept", "reopen"):
        take(s, sheet, step)
    told = list(Letter.objects.order_by("pk"))
    assert [letter.to for letter in told] == [s.partner.email] * 2
    assert gone.email not in {letter.to for letter in told}
    assert all(f"/sheets/{sheet.pk}/" in letter.body for letter in told)
    assert {letter.about for letter in told} == {f"returns.sheet:{sheet.pk}"}
    assert not any(SECRET in letter.body + letter.subject for letter in told)
    chain = AuditEntry.objects.filter(action__startswith="returns.")
    assert not any(SECRET in str(entry.details) + entry.subject_name for entry in chain)
    assert sheet.steps.get(kind=StepKind.REOPENED).text == SECRET


def test_on_behalf_is_said(s):
    sheet = s.sheet()
    actions.submit(sheet=sheet, seen=0, by=s.officer, now=NOW, on_behalf=True)
    assert "代行" in sheet.steps.get(kind="submitted").text
    assert AuditEntry.objects.get(action="returns.submit").details["on_behalf"] is True
