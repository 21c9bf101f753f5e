"""Figures are defined, tried, changed and removed on pages; what cannot be is refused in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import core
from tests.factories.nerima import Nerima
from zaitaku import catalogue
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.events.models import Series
from zaitaku.programme.indicators.actions import confirm
from zaitaku.programme.indicators.models import Indicator
from zaitaku.workspace.forms import PARAMS, VALUES
from zaitaku.workspace.templatetags.workspace import FUNCTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(nerima: Nerima, client: Client) -> Client:
    client.force_login(nerima.person())
    return client


def sent(nerima: Nerima, **kw: Any) -> dict[str, Any]:
    owner = nerima.organisation("地域医療課").pk
    return {
        "code": "A1.views",
        "label": "動画の視聴",
        "owner": owner,
        "unit": "",
        "param_series": "home-care-lecture",
    } | kw


def test_everything_the_catalogue_has_can_be_named_in_words() -> None:
    assert set(FUNCTIONS) == set(catalogue.CATALOGUE)
    for function in catalogue.CATALOGUE.values():
        assert {*function.params, *function.optional} <= set(PARAMS)
        given = {value for values in function.choices.values() for value in values}
        assert {value for value in given if not hasattr(value, "label")} <= set(VALUES)


def test_the_list_shows_values_and_narrows(officer: Client) -> None:
    page = officer.get(reverse("workspace:indicators")).content.decode()
    assert "A1.attendance" in page
    assert "延べ参加者数" in page
    narrowed = officer.get(reverse("workspace:indicators"), {"q": "A2.sessions"}).content.decode()
    assert "A2.sessions" in narrowed
    assert "A1.attendance" not in narrowed
    assert "該当する数値がありません" in officer.get(reverse("workspace:indicators"), {"q": "ない"}).content.decode()


def test_a_figure_is_tried_before_it_is_saved(officer: Client, nerima: Nerima) -> None:
    address = reverse("workspace:add_indicator", args=["events.sessions_held"])
    tried = officer.post(address, sent(nerima, code="A1.sessions", preview="1"))
    assert tried.status_code == 200
    held = nerima.figures()["A1.attendance"]
    assert re.search(r"<strong>\d+回", tried.content.decode())
    assert held.records
    assert not Indicator.objects.filter(code="A1.sessions").exists()
    assert officer.post(address, sent(nerima, code="A1.sessions")).status_code == 302
    made = Indicator.objects.get(code="A1.sessions")
    assert (made.function, made.params) == ("events.sessions_held", {"series": "home-care-lecture"})
    assert "A1.sessions" in officer.get(reverse("workspace:indicators"), {"q": "A1.sessions"}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "A1.attendance"}, "使われています"),
        ({"code": "視聴"}, "英数字"),
        ({"code": "a{b}"}, "英数字"),
        ({"param_series": ""}, "必須"),
        ({"param_series": "no-such-series"}, "選択"),
        ({"param_owners": "everybody"}, "選択"),
        ({"label": ""}, "必須"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    officer: Client, nerima: Nerima, wrong: dict[str, Any], words: str
) -> None:
    before = Indicator.objects.count()
    address = reverse("workspace:add_indicator", args=["events.views"])
    answer = officer.post(address, sent(nerima, unit="回目") | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "回目" in answer.content.decode()
    assert Indicator.objects.count() == before


def test_a_change_is_audited_and_asks_for_a_new_confirmation(officer: Client, nerima: Nerima) -> None:
    made = Indicator.objects.get(code="A2.attendance")
    data = sent(nerima, label="参加者", owner=made.owner_id, param_series="home-care-lecture")
    refused = officer.post(reverse("workspace:change_indicator", args=[made.pk]), data | {"param_series": "x"})
    assert refused.status_code == 422
    assert officer.post(reverse("workspace:change_indicator", args=[made.pk]), data).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.label, made.params) == ("A2.attendance", "参加者", {"series": "home-care-lecture"})
    entry = AuditEntry.objects.get(action="indicators.change")
    assert entry.details["params"] == {
        "before": {"series": "dementia-lecture"},
        "after": {"series": "home-care-lecture"},
    }
    assert officer.post(reverse("workspace:change_indicator", args=[made.pk]), data).status_code == 302
    assert AuditEntry.objects.filter(action="indicators.change").count() == 1, "nothing changed, nothing is told"


def test_only_what_nothing_rests_on_is_removed(officer: Client, nerima: Nerima) -> None:
    used = Indicator.objects.get(code="A1.attendance")
    answer = officer.post(reverse("workspace:remove_indicator", args=[used.pk]), follow=True)
    assert "資料の根拠" in answer.content.decode()
    assert Indicator.objects.filter(pk=used.pk).exists()
    officer.post(reverse("workspace:add_indicator", args=["events.sessions_held"]), sent(nerima, code="A1.sessions"))
    made = Indicator.objects.get(code="A1.sessions")
    word: dict[str, Any] = {"year": FiscalYear(2023), "as_of": date(2023, 12, 31)}
    figure = catalogue.compute([made], **word)[made.code]
    word |= {"on": word["as_of"], "by": nerima.person()}
    confirm(indicator=made, figure=figure, formula_version=1, **word)
    officer.post(reverse("workspace:remove_indicator", args=[made.pk]))
    assert Indicator.objects.filter(pk=made.pk).exists(), "somebody gave their word for it"
    officer.post(reverse("workspace:add_indicator", args=["events.views"]), sent(nerima))
    fresh = Indicator.objects.get(code="A1.views")
    assert officer.post(reverse("workspace:remove_indicator", args=[fresh.pk])).status_code == 302
    assert not Indicator.objects.filter(pk=fresh.pk).exists()


def test_figures_of_a_series_lead_to_their_definition(officer: Client) -> None:
    series = Series.objects.get(code="home-care-lecture", fiscal_year=2023)
    page = officer.get(reverse("workspace:series_figures", args=[series.pk])).content.decode()
    assert "延べ参加者数" in page
    link = reverse("workspace:add_indicator", args=["events.attendance"]) + "?param_series=home-care-lecture"
    assert link in page
    assert '<option value="home-care-lecture" selected>' in officer.get(link).content.decode()


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.SECTION_OFFICER])
def test_others_look_and_define_nothing(nerima: Nerima, client: Client, role: Role) -> None:
    client.force_login(nerima.person(role))
    assert "数値を定義する" not in client.get(reverse("workspace:indicators")).content.decode()
    before = Indicator.objects.count()
    answer = client.post(reverse("workspace:add_indicator", args=["events.views"]), sent(nerima))
    assert answer.status_code == 403
    assert Indicator.objects.count() == before


def test_figures_of_another_municipality_do_not_exist(nerima: Nerima, client: Client) -> None:
    client.force_login(core.person(organisation=core.organisation()))
    used = Indicator.objects.get(code="A1.attendance")
    assert client.get(reverse("workspace:change_indicator", args=[used.pk])).status_code == 404
    series = Series.objects.filter(code="home-care-lecture")[0]
    assert client.get(reverse("workspace:series_figures", args=[series.pk])).status_code == 404
