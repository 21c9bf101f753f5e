"""From the Nerima records to a frozen paper and its errata, through the pages an officer uses."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.analysis.figure_json import from_json
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.actions import Entry
from zaitaku.programme.council.actions import stamp
from zaitaku.programme.council.models import OpenMark, Paper, RowText
from zaitaku.programme.events.actions import record_attendance
from zaitaku.programme.events.models import Channel
from zaitaku.programme.indicators.actions import confirm
from zaitaku.programme.indicators.models import Confirmation, Indicator
from zaitaku.workspace.queries.drafting import computed_for

pytestmark = pytest.mark.django_db
COVER = date(2023, 12, 31)


@pytest.fixture
def officer(nerima):
    return nerima.person()


@pytest.fixture
def client(officer):
    one = Client()
    one.force_login(officer)
    return one


@pytest.fixture
def paper(client):
    client.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "2023-12-31", "label": "資料１"})
    return Paper.objects.get()


def confirm_all(paper: Paper, officer, as_of: date = COVER) -> None:
    computed = computed_for(paper, as_of)
    for indicator in computed.indicators:
        if computed.figures[indicator.code].records == 0:
            continue
        if Confirmation.objects.filter(indicator=indicator, as_of=as_of, withdrawn_at=None).exists():
            continue
        confirm(
            indicator=indicator,
            figure=computed.figures[indicator.code],
            formula_version=1,
            year=FiscalYear(2023),
            as_of=as_of,
            on=timezone.localdate(),
            by=officer,
        )


def freeze(client, paper) -> Paper:
    client.post(reverse("workspace:freeze", args=[paper.pk]), {"sure": "on", "reason": "会議に間に合わせるため"})
    return Paper.objects.get(pk=paper.pk)


def test_the_draft_shows_the_paper_with_its_states(client, paper) -> None:
    page = client.get(reverse("workspace:paper", args=[paper.pk])).content.decode()
    for words in ("27か所", "9,869件（11月末時点）", "0回（2,3月予定）", "意向確認中", "105,500部（平成27年10月～）"):
        assert words in page
    assert client.get(reverse("council:paper", args=[paper.pk])).url == reverse("workspace:paper", args=[paper.pk])
    response = client.get(reverse("workspace:paper_download", args=[paper.pk, "pdf"]))
    assert response.content.startswith(b"%PDF")


def test_freezing_shows_what_is_unconfirmed_and_open_and_asks_for_a_reason(client, paper, officer) -> None:
    address = reverse("workspace:freeze", args=[paper.pk])
    page = client.get(address).content.decode()
    assert "B1.consultations" in page
    assert "第3回 / 後日上映会" in page
    assert client.post(address, {"sure": "on"}).status_code == 422
    assert not Paper.objects.get(pk=paper.pk).is_frozen
    confirm_all(paper, officer)
    response = client.post(address, {"sure": "on"})
    frozen = Paper.objects.get(pk=paper.pk)
    assert response.url == reverse("council:paper", args=[paper.pk])
    assert frozen.content["unconfirmed"] == []
    assert OpenMark.objects.filter(paper=frozen, indicator="A1.attendance").count() == 1


def test_only_who_may_freeze_freezes(client, paper) -> None:
    section = Organisation.objects.get(name="高齢者支援課")
    one = Client()
    one.force_login(core.person(role=Role.SECTION_OFFICER, organisation=section))
    assert one.get(reverse("workspace:paper", args=[paper.pk])).status_code == 200
    assert one.post(reverse("workspace:freeze", args=[paper.pk]), {"sure": "on"}).status_code == 403
    assert one.get(reverse("workspace:row_text", args=[2023, "A1"])).status_code == 403


def test_an_open_mark_is_filled_and_comes_out_as_errata(client, paper, officer) -> None:
    confirm_all(paper, officer)
    frozen = freeze(client, paper)
    before = client.get(reverse("council:download", args=[frozen.pk, "pdf"])).content
    mark = OpenMark.objects.get(indicator="A1.attendance")
    fill = reverse("workspace:fill_mark", args=[mark.pk])
    client.post(fill)
    assert OpenMark.objects.get(pk=mark.pk).filled is None
    assert "訂正はありません" in client.get(reverse("workspace:errata", args=[frozen.pk])).content.decode()

    channel = Channel.objects.get(session__number=3, session__series__code="home-care-lecture", label="後日上映会")
    row = channel.attendance.get(superseded_at=None)
    entry = Entry(Decimal(70), as_of=date(2024, 2, 10))
    record_attendance(channel=channel, entry=entry, expected=row.pk, by=officer)
    confirm_all(paper, officer, timezone.localdate())
    client.post(fill)
    filled = OpenMark.objects.get(pk=mark.pk)
    assert from_json(filled.filled).value == 70

    page = client.get(reverse("workspace:errata", args=[frozen.pk])).content.decode()
    assert "後日上映会70" in page
    assert "数値の確定" in page
    for what in ("table", "pages"):
        for suffix in ("pdf", "xlsx", "docx", "html"):
            address = reverse("workspace:errata_download", args=[frozen.pk, what, suffix])
            first, second = client.get(address), client.get(address)
            assert first.status_code == 200
            assert first.content == second.content
    assert client.get(reverse("council:download", args=[frozen.pk, "pdf"])).content == before


def test_the_next_draft_is_compared_with_the_frozen_paper(client, paper) -> None:
    freeze(client, paper)
    RowText.objects.filter(key="A2").update(result="開催{A2.sessions}")
    client.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "2023-12-31", "label": "資料１"})
    draft = Paper.objects.exclude(pk=paper.pk).get()
    page = client.get(reverse("workspace:paper_changes", args=[draft.pk])).content.decode()
    assert "開催1回" in page
    assert "表記の変更" in page


def test_words_are_edited_with_tokens_and_preview(client, paper) -> None:
    address = reverse("workspace:row_text", args=[2023, "A1"])
    page = client.get(address).content.decode()
    assert "{A1.attendance/第3回/後日上映会}" in page
    assert "実施後追記" in page
    seen = stamp(RowText.objects.get(key="A1"))
    posted = {"result": "延べ{A1.attendance}", "issues": "続ける。", "seen": seen}
    shown = client.post(address, posted | {"preview": "1"})
    assert "延べ" in shown.content.decode()
    assert RowText.objects.get(key="A1").result != posted["result"]
    part = client.post(reverse("workspace:row_preview", args=[2023, "A1"]), {"result": "延べ{A1.attendance}"})
    assert "<html" not in part.content.decode()
    assert "555" in part.content.decode()
    broken = client.post(reverse("workspace:row_preview", args=[2023, "A1"]), {"result": "{A1.attendance"})
    assert "波かっこ" in broken.content.decode()
    assert client.post(address, posted | {"save": "1"}).status_code == 302
    assert RowText.objects.get(key="A1").result == posted["result"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"result": "延べ555名"}, "手で入力された数値"),
        ({"result": "{A1.none}"}, "という指標はありません"),
        ({"result": "{A1.attendance|多い}"}, "という指定はありません"),
        ({"result": "あ\u202eい"}, "使えない文字"),
        ({"result": "{A1.attendance}", "seen": "古い"}, "先にこの行を保存"),
    ],
)
def test_words_that_are_refused_stay_on_the_page(client, paper, words, message) -> None:
    before = RowText.objects.get(key="A1")
    response = client.post(
        reverse("workspace:row_text", args=[2023, "A1"]),
        {"issues": "直さない課題", "seen": stamp(before), "save": "1"} | words,
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "直さない課題" in page
    assert RowText.objects.get(key="A1").result == before.result


def test_rows_and_papers_that_do_not_exist(client, paper) -> None:
    for name, args in (
        ("workspace:row_text", [2023, "Z9"]),
        ("workspace:row_text", [1999, "A1"]),
        ("workspace:paper", [999]),
        ("workspace:paper_changes", [paper.pk]),
        ("workspace:errata", [paper.pk]),
        ("workspace:errata_download", [paper.pk, "table", "pdf"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
    assert Indicator.objects.exists()
