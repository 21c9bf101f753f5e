"""Home, the year's table, an initiative and the passport of a figure, on the records of the example."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import lxml.html
import pytest
from django.utils.translation import gettext, override

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import Entry
from zaitaku.programme.council.models import OpenMark
from zaitaku.programme.events.actions import record_attendance
from zaitaku.programme.events.models import Channel
from zaitaku.programme.indicators.models import Confirmation

YEAR = "/year/2023/"
PASSPORT = "/year/2023/figures/A1.attendance/"


def ja(text: str) -> str:
    with override("ja"):
        return gettext(text)


def main_of(answer) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(answer.content).find(".//main")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def words(answer) -> str:
    return plain(main_of(answer).text_content())


def channel(number: int, label: str) -> Channel:
    return Channel.objects.get(session__series__code="home-care-lecture", session__number=number, label=label)


def recorded(nerima, number: int, label: str, value: int) -> None:
    one = channel(number, label)
    current = one.attendance.get(superseded_at=None)
    entry = Entry(value=Decimal(value))
    record_attendance(channel=one, entry=entry, expected=current.pk, by=nerima.person())


def digest_shown(client, address: str = PASSPORT) -> str:
    return client.get(address).context["confirm_form"].initial["digest"]


@pytest.fixture
def officer(nerima):
    return nerima.person(name="担当 一郎")


@pytest.fixture
def client(client, officer):
    client.force_login(officer)
    return client


class TestHome:
    def test_an_officer_sees_what_is_due_and_what_is_open(self, client, nerima):
        page = client.get("/")
        figures = nerima.figures()
        assert page.context["due_count"] == page.context["figure_count"] == len(figures) == 70
        assert page.context["confirmed_count"] == 0
        open_codes = {figure.code for figure, _ in page.context["open_figures"]}
        assert open_codes == {code for code, figure in figures.items() if figure.is_open}
        assert {"A1.attendance", "D2.held", "D8.review", "D8.satisfaction"} <= open_codes
        assert "2,3月予定" in words(page)
        assert plain(nerima.paper().title) in words(page)
        assert next(entry.pk for entry in page.context["changes"]) == AuditEntry.objects.order_by("-number")[0].pk

    def test_a_section_is_asked_for_its_own_figures_only(self, client, nerima):
        section = nerima.person(Role.SECTION_OFFICER, "高齢者支援課")
        client.force_login(section)
        page = client.get("/")
        own = page.context["due_count"]
        assert 0 < own < 70
        assert all(due.owner == "高齢者支援課" for due in page.context["due"])

    def test_a_confirmed_figure_is_no_longer_due_until_it_changes(self, client, nerima):
        client.post(PASSPORT + "confirm/", {"digest": digest_shown(client)})
        assert client.get("/").context["due_count"] == 69
        recorded(nerima, 1, "本会場", 60)
        page = client.get("/")
        assert page.context["due_count"] == 70
        assert ja("changed since it was confirmed") in words(page)

    def test_open_marks_of_a_frozen_paper_are_tasks_of_their_owners(self, client, nerima):
        paper = nerima.paper()
        frozen = client.post(f"/drafts/{paper.pk}/freeze/", {"sure": "on", "reason": "未確認のまま確定する"})
        assert frozen.status_code == 302
        assert {mark.pk for mark in client.get("/").context["marks"]} <= set(
            OpenMark.objects.values_list("pk", flat=True)
        )
        assert "第3回" in words(client.get("/"))
        client.force_login(nerima.person(Role.SECTION_OFFICER, "高齢者支援課"))
        owners = {mark.owner.name for mark in client.get("/").context["marks"]}
        assert owners <= {"高齢者支援課"}

    def test_an_administrator_sees_no_data(self, client, nerima):
        client.force_login(nerima.person(Role.ADMINISTRATOR))
        page = client.get("/")
        assert page.status_code == 200
        assert "講演会" not in page.content.decode()

    def test_an_area_without_a_plan_says_so(self, client):
        client.force_login(core.person())
        page = client.get("/")
        assert page.status_code == 200
        assert "練馬区" not in page.content.decode()


class TestYear:
    def test_every_row_of_the_paper_is_there(self, client):
        text = words(client.get(YEAR))
        assert "総参加者数：延べ人数555名" in text
        assert "参加者:196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）" in text
        assert "病院（地域連携室）44.4％（8/18件）" in text

    def test_parts_of_the_plan_span_the_rows_below_them(self, client):
        for table in main_of(client.get(YEAR)).iter("table"):
            rows = table.findall(".//tbody/tr")
            width = len(table.findall(".//thead//th"))
            covered = [0] * len(rows)
            for at, row in enumerate(rows):
                for cell in row.iter("td", "th"):
                    for below in range(at, at + int(cell.get("rowspan") or 1)):
                        covered[below] += 1
            assert covered == [width] * len(rows), table.text_content()[:200]

    @pytest.mark.parametrize("query", ["?show=open", "?q=講演会", "?show=unconfirmed&q=相談"])
    def test_filtered_rows_still_fill_the_table(self, client, query):
        page = client.get(YEAR + query)
        shown = main_of(page).findall(".//tbody/tr")
        assert 0 < len(shown) < len(main_of(client.get(YEAR)).findall(".//tbody/tr"))
        self.test_parts_of_the_plan_span_the_rows_below_them(_Fixed(page))

    def test_open_rows_are_those_with_open_figures(self, client, nerima):
        wanted = {figure.label for figure in nerima.figures().values() if figure.is_open}
        rows = main_of(client.get(YEAR + "?show=open")).findall(".//tbody/tr")
        assert rows
        for row in rows:
            assert any(label in row.text_content() for label in wanted)

    def test_a_search_that_finds_nothing_says_so(self, client):
        page = client.get(YEAR + "?q=存在しない言葉")
        assert ja("No row fits") in words(page)

    def test_confirmed_rows_leave_the_unconfirmed(self, client):
        before = len(main_of(client.get(YEAR + "?show=unconfirmed")).findall(".//tbody/tr"))
        address = "/year/2023/figures/E3.meetings/"
        client.post(address + "confirm/", {"digest": digest_shown(client, address)})
        after = len(main_of(client.get(YEAR + "?show=unconfirmed")).findall(".//tbody/tr"))
        assert after == before - 1

    def test_an_earlier_day_knows_less(self, client):
        assert "9,869件" in words(client.get(YEAR))
        assert "9,869件" not in words(client.get(YEAR + "?as_of=2023-09-30"))
        assert client.get(YEAR + "?as_of=2023-02-30").status_code == 404

    @pytest.mark.parametrize(("year", "status"), [(2023, 200), (2030, 404), (1, 404), (99999, 404)])
    def test_years_outside_the_plan_do_not_exist(self, client, year, status):
        assert client.get(f"/year/{year}/").status_code == status


class _Fixed:
    """Gives one page whatever is asked for."""

    def __init__(self, page):
        self.page = page

    def get(self, _address):
        return self.page


class TestInitiative:
    def test_it_shows_plan_result_and_figures(self, client):
        text = words(client.get("/year/2023/initiatives/A1/"))
        for expected in ("区民へのさらなる周知", "3回/年", "地域医療課", "講演会参加人数", "555", "A1.attendance"):
            assert expected in text

    def test_two_initiatives_of_one_row_share_it(self, client):
        assert "認知症事例検討会0回（2,3月予定）" in words(client.get("/year/2023/initiatives/D2/"))

    @pytest.mark.parametrize("key", ["XX", "SA", "goal", "%00", "A1%0a"])
    def test_what_is_no_initiative_does_not_exist(self, client, key):
        assert client.get(f"/year/2023/initiatives/{key}/").status_code == 404


class TestPassport:
    def test_parts_records_formula(self, client, nerima):
        page = client.get(PASSPORT)
        text = words(page)
        assert "555" in text
        assert [(part.depth, part.figure.label) for part in page.context["parts"][:3]] == [
            (1, "第1回"),
            (2, "本会場"),
            (2, "同時上映"),
        ]
        assert len(page.context["records"].paginator.object_list) == 12
        assert str(page.context["formula"]) in text
        assert ja("Nobody has confirmed this figure as it stands.") in text

    def test_a_rate_shows_its_fraction(self, client):
        assert "653 ÷ 1,837" in words(client.get("/year/2023/figures/G2.rate/"))

    def test_confirming(self, client, officer):
        digest = digest_shown(client)
        answer = client.post(PASSPORT + "confirm/", {"digest": digest, "comment": "名簿と照合"}, follow=True)
        assert answer.redirect_chain[0][0] == PASSPORT + "?as_of=2023-12-31"
        text = words(answer)
        assert officer.name in text
        assert "名簿と照合" in text
        assert ja("Nobody has confirmed this figure as it stands.") not in text
        one = Confirmation.objects.get()
        assert (one.digest, one.as_of, one.confirmed_by) == (digest, date(2023, 12, 31), officer)

    def test_a_changed_record_makes_the_confirmation_stale(self, client, nerima):
        client.post(PASSPORT + "confirm/", {"digest": digest_shown(client)})
        recorded(nerima, 2, "Zoom", 43)
        page = client.get(PASSPORT)
        assert not page.context["standing"].is_current
        assert ja("The figure has changed since; confirm it again.") in words(page)
        assert "557" in words(page)
        superseded = [row for row in page.context["records"] if row.superseded_at]
        assert [row.value for row in superseded] == ["41人"] or "41" in superseded[0].value

    def test_another_figure_than_the_one_seen_is_not_confirmed(self, client, nerima):
        seen = digest_shown(client)
        recorded(nerima, 2, "Zoom", 43)
        answer = client.post(PASSPORT + "confirm/", {"digest": seen}, follow=True)
        assert not Confirmation.objects.exists()
        said = ja("The figure has changed since you opened this page. Look at it again, then confirm.")
        assert said in answer.content.decode()

    @pytest.mark.parametrize("digest", ["", "x", "0" * 64, "0" * 65, "\x00"])
    def test_a_digest_nobody_saw_confirms_nothing(self, client, digest):
        assert client.post(PASSPORT + "confirm/", {"digest": digest}).status_code in (302, 422)
        assert not Confirmation.objects.exists()

    def test_withdrawing_needs_a_reason_and_keeps_it(self, client):
        client.post(PASSPORT + "confirm/", {"digest": digest_shown(client)})
        refused = client.post(PASSPORT + "withdraw/", {"reason": " "})
        assert refused.status_code == 422
        assert Confirmation.objects.get().withdrawn_at is None
        answer = client.post(PASSPORT + "withdraw/", {"reason": "第2回を数え直す"}, follow=True)
        assert Confirmation.objects.get().withdrawn_reason == "第2回を数え直す"
        assert "第2回を数え直す" in words(answer)
        again = client.post(PASSPORT + "withdraw/", {"reason": "もう一度"}, follow=True)
        assert ja("There is no standing confirmation to withdraw.") in again.content.decode()

    @pytest.mark.parametrize("role", [Role.SECTION_OFFICER, Role.PARTNER, Role.COUNCIL_MEMBER, Role.ANALYST])
    def test_only_those_who_answer_for_it_are_offered_the_button(self, client, nerima, role):
        digest = digest_shown(client)
        client.force_login(nerima.person(role, "高齢者支援課"))
        assert not main_of(client.get(PASSPORT)).findall('.//form[@method="post"]')
        assert client.post(PASSPORT + "confirm/", {"digest": digest}).status_code in (302, 403, 404)
        assert not Confirmation.objects.exists()

    def test_a_frozen_paper_stands_under_printed_in(self, client, nerima):
        paper = nerima.paper()
        client.post(f"/drafts/{paper.pk}/freeze/", {"sure": "on", "reason": "未確認のまま確定する"})
        recorded(nerima, 1, "本会場", 61)
        page = client.get(PASSPORT)
        assert [one.title for one in page.context["printed"]] == [paper.title]
        assert "555" in page.context["printed"][0].text
        assert "557" in words(page)

    @pytest.mark.parametrize("code", ["A1", "x", "A1.attendance%00", "あ", "*"])
    def test_what_is_no_figure_does_not_exist(self, client, code):
        assert client.get(f"/year/2023/figures/{code}/").status_code == 404


def test_a_changed_record_changes_every_page_at_once(client, nerima):
    """Figures are remembered between pages; a change must not be covered by that."""
    pages = ["/", YEAR, "/year/2023/initiatives/A1/", PASSPORT, f"/drafts/{nerima.paper().pk}/"]
    for address in pages:
        client.get(address)
    recorded(nerima, 1, "本会場", 1059)
    for address in pages:
        text = words(client.get(address))
        assert "1,555" in text or "1555" in text, address
    assert "参加者:1,196名（本会場1,059人" in words(client.get(YEAR))
