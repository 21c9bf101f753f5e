"""The board and its pages: who sees what, who may change it, and what is said of it."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, returns
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Query, Return
from zaitaku.programme.returns.queries.board import board, narrowed

pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 20)
YEAR = FiscalYear(2023)


@pytest.fixture
def form():
    """Three centres, April and May: A sent both, B sent April late, C sent none and is excused from April."""
    made = returns.form(is_collected=True, code="centres", title="センター月報")
    for name in "ABC":
        centre = core.organisation(area=made.owner.area, code=name, name=f"センター{name}")
        returns.sender(form=made, organisation=centre)
    for number in (4, 5):
        returns.round_(form=made, start=date(2023, number, 1))
    returns.element(form=made, label="相談件数")
    sent("A", 4, date(2023, 5, 10))
    sent("A", 5, date(2023, 6, 12))
    sent("B", 4, date(2023, 5, 13))
    Return.objects.filter(organisation__code="C", start__month=4).update(status=SheetStatus.EXCUSED)
    Query.objects.create(sheet=sheet("B", 4), opened_at=timezone.now())
    return made


def sheet(code, month):
    return Return.objects.get(organisation__code=code, start__month=month)


def sent(code, month, on, status=SheetStatus.SUBMITTED):
    Return.objects.filter(pk=sheet(code, month).pk).update(status=status, first_sent_on=on)


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"returns:{name}", args=args), query)


def text_of(response):
    return response.content.decode()


def test_the_board_says_when_what_was_sent(form):
    made = board(form, Organisation.objects.all(), YEAR, today=TODAY)
    cells = {
        row.organisation.code: [(cell.status, cell.late, cell.queries) if cell else None for cell in row.cells[:3]]
        for row in made.rows
    }
    assert cells == {
        "A": [("submitted", 0, 0), ("submitted", 0, 0), None],
        "B": [("submitted", 3, 1), ("asked", 8, 0), None],
        "C": [("excused", 0, 0), ("asked", 8, 0), None],
    }
    assert [(one.score.expected, one.score.sent, one.score.on_time) for one in made.months[:2]] == [
        (2, 2, 1),
        (3, 1, 1),
    ]
    assert (made.score.expected, made.score.sent) == (5, 3)

    def named(**asked):
        return "".join(row.organisation.code for row in narrowed(made.rows, **asked))

    assert named(only="late") == named(only="unsent") == "BC"
    assert named(only="queries") == "B"
    assert named(only="excused") == "C"
    assert named(text="センターA") == named(text="A") == "A"
    assert named(order="overdue") == "BCA"
    assert named(order="completeness") == "CBA"


def test_the_owner_sees_all_and_a_centre_its_own(client, form):
    officer = core.person(organisation=form.owner)
    whole = text_of(page(client, officer, "board", form.pk))
    assert all(f"センター{name}" in whole for name in "ABC")
    assert "2か所中2か所" in whole
    assert "3か所中1か所" in whole
    assert client.get(reverse("returns:form", args=[form.pk]), {"year": 2023}).url.endswith("/?year=2023")
    partner = core.person(role=Role.PARTNER, organisation=sheet("B", 4).organisation)
    for name in ("board", "yearbook", "completeness"):
        own = text_of(page(client, partner, name, form.pk))
        assert "センターB" in own
        assert "センターA" not in own
        assert "センターC" not in own
    sender = form.senders.first()
    for name, pk in [
        ("senders", form.pk),
        ("open_round", form.pk),
        ("remind", form.pk),
        ("due_day", form.rounds.first().pk),
        ("end_sender", sender.pk),
    ]:
        assert page(client, partner, name, pk).status_code == 404
        assert client.post(reverse(f"returns:{name}", args=[pk])).status_code == 404
    stranger = core.person()
    for name in ("board", "yearbook", "yearbook_file", "completeness", "completeness_file"):
        assert page(client, stranger, name, form.pk).status_code == 404


def test_a_form_that_is_recorded_directly_has_no_board(client):
    plain = returns.form()
    officer = core.person(organisation=plain.owner)
    assert page(client, officer, "form", plain.pk).status_code == 200
    assert page(client, officer, "board", plain.pk).status_code == 404


def test_senders_are_added_at_once_and_end_with_a_reason(client, form):
    officer = core.person(organisation=form.owner)
    new = [core.organisation(area=form.owner.area, kind="support_center", name=f"新{number}") for number in (1, 2)]
    other = core.organisation()
    client.force_login(officer)
    address = reverse("returns:senders", args=[form.pk])
    assert "新1" in text_of(client.get(address))
    refused = client.post(address, {"organisations": [other.pk], "valid_from": "2023-05-01"})
    assert form.senders.count() == 3
    assert refused.status_code == 422
    assert client.post(address, {"valid_from": "2023-05-01"}).status_code == 422
    client.post(address, {"organisations": [new[0].pk], "kinds": ["support_center"], "valid_from": "R5.5.1"})
    assert form.senders.count() == 5
    assert Return.objects.filter(organisation__in=new).count() == 2
    ended = form.senders.get(organisation=new[0])
    end = reverse("returns:end_sender", args=[ended.pk])
    assert client.post(end, {"last_day": "2023-05-31", "reason": ""}).status_code == 422
    client.post(end, {"last_day": "2023-05-31", "reason": "統合"})
    ended.refresh_from_db()
    assert ended.valid_to == date(2023, 5, 31)


def test_a_round_is_opened_by_hand_and_its_due_day_moves(client, form):
    officer = core.person(organisation=form.owner)
    client.force_login(officer)
    today = timezone.localdate()
    first = today.replace(day=1)
    address = reverse("returns:open_round", args=[form.pk])
    assert client.post(address, {"start": "2023-04-05"}).status_code == 422
    assert client.post(address, {"start": "99999"}).status_code == 422
    due_on = today + timedelta(days=40)
    client.post(address, {"start": first.isoformat(), "due_on": due_on.isoformat()})
    made = form.rounds.get(start=first)
    assert (made.due_on, made.sheets.count()) == (due_on, 3)
    move = reverse("returns:due_day", args=[made.pk])
    later = due_on + timedelta(days=1)
    assert client.post(move, {"due_on": "2020-01-01", "reason": "連休"}).status_code == 422
    client.post(move, {"due_on": later.isoformat(), "reason": "連休"})
    made.refresh_from_db()
    assert made.due_on == later
    board_page = text_of(client.get(reverse("returns:board", args=[form.pk])))
    assert move in board_page


def test_completeness_by_year_also_as_excel(client, form):
    officer = core.person(organisation=form.owner)
    shown = text_of(page(client, officer, "completeness", form.pk))
    assert "50.0%" in shown
    file = page(client, officer, "completeness_file", form.pk)
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    assert rows[1:] == [
        ("センターA", "A", 2023, 2, 2, 2, 100, 100),
        ("センターB", "B", 2023, 2, 1, 0, 50, 0),
        ("センターC", "C", 2023, 1, 0, 0, 0, 0),
    ]


def test_the_year_book_adds_up_and_escapes(client, form):
    element = form.elements.get()
    element.label = "<b>相談&件数"
    element.save()
    evil = Organisation.objects.get(code="A")
    evil.name = '<script>"甲"</script>'
    evil.save()
    for code, month, number in (("A", 4, 1200), ("A", 5, 34), ("B", 4, 5)):
        returns.value(sheet=sheet(code, month), element=element, value=number)
    sent("B", 4, date(2023, 5, 13), SheetStatus.ACCEPTED)
    returns.value(sheet=sheet("C", 5), element=element, value=999)  # not sent
    officer = core.person(organisation=form.owner)
    shown = text_of(page(client, officer, "yearbook", form.pk))
    assert '<script>"甲' not in shown
    assert "<b>相談" not in shown
    assert "&lt;b&gt;相談&amp;件数" in shown
    for cell in ("<td class=open>1,200◐</td>", "<td>5</td>", '<td class="sum">1,234</td>', "<td>1,205</td>", "◔1/3"):
        assert cell in shown
    assert "999" not in shown
    assert '<td class="sum">5◔</td>' in shown  # B's May is missing
    assert '<td class="sum">1,239<small>◔1/3</small></td>' in shown
    file = page(client, officer, "yearbook_file", form.pk)
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    assert [row[3:5] + row[-1:] for row in rows[1:]] == [(1200, 34, 1234), (5, None, 5), (None, None, None)]


def test_the_year_book_shows_a_share_with_its_decimals_and_adds_none_up(client, form):
    share = returns.element(form=form, label="満足度", kind="percent", decimals=1)
    for month, number in ((4, "81.5"), (5, "90")):
        returns.value(sheet=sheet("A", month), element=share, value=Decimal(number))
    shown = text_of(page(client, core.person(organisation=form.owner), "yearbook", form.pk))
    for cell in ("<td class=open>81.5◐</td>", "<td class=open>90.0◐</td>", '<td class="sum">90.0</td>'):
        assert cell in shown
    assert "171.5" not in shown
    file = page(client, core.person(organisation=form.owner), "yearbook_file", form.pk)
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    assert ("満足度", 81.5, 90, None) in [(row[0], *row[3:5], row[-1]) for row in rows]


def test_a_sheet_of_several_counts_for_all_of_them(client, form):
    """An association sends for its 20 members: in the sums of the year book, and again the month after."""
    one = sheet("B", 4)
    address = reverse("returns:covers", args=[one.pk])
    client.force_login(core.person(role=Role.PARTNER, organisation=one.organisation))
    assert client.post(address, {"covers": "20"}).status_code == 404
    client.force_login(core.person(organisation=form.owner))
    assert client.get(address).status_code == 200
    for wrong in ("0", "-3", "1.5", "10001", "たくさん"):
        assert client.post(address, {"covers": wrong}).status_code == 422
    assert client.post(address, {"covers": "20"}).url == reverse("returns:sheet", args=[one.pk])
    assert "20組織" in text_of(client.get(reverse("returns:sheet", args=[one.pk])))
    assert one.steps.filter(kind="covers").last().text == "20組織を取りまとめ"
    assert client.post(address, {"covers": ""}).status_code == 302
    assert client.post(address, {"covers": ""}).status_code == 302  # as before: no step
    assert client.post(address, {"covers": "20"}).status_code == 302
    told = [step.text for step in one.steps.filter(kind="covers")]
    assert told == ["20組織を取りまとめ", "取りまとめなし", "20組織を取りまとめ"]
    Return.objects.filter(pk=sheet("C", 4).pk).update(status=SheetStatus.ASKED)
    assert "◔21/22" in text_of(page(client, core.person(organisation=form.owner), "yearbook", form.pk))
    may = sheet("B", 5)
    assert may.covers is None  # asked for before
    returns.round_(form=form, start=date(2023, 7, 1))
    assert sheet("B", 7).covers is None  # as the month before
    Return.objects.filter(pk=sheet("B", 7).pk).update(covers=20)
    returns.round_(form=form, start=date(2023, 8, 1))
    assert (sheet("B", 8).covers, sheet("A", 8).covers) == (20, None)
    sent("B", 4, date(2023, 5, 13), SheetStatus.LOCKED)
    assert client.post(address, {"covers": "21"}).status_code == 422


def test_pages_need_as_many_queries_for_many_sheets_as_for_few(client, form):
    client.force_login(core.person(organisation=form.owner))

    def queries():
        found = []
        for name in ("board", "yearbook", "completeness", "remind", "senders"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(f"returns:{name}", args=[form.pk])).status_code == 200
            found.append(len(caught))
        return found

    queries()  # the first page after signing in writes the session
    few = queries()
    for _number in range(5):
        returns.sender(form=form, organisation=core.organisation(area=form.owner.area))
    returns.round_(form=form, start=date(2023, 6, 1))
    many = queries()
    assert many == few
    assert max(many) <= 30
