"""Defining and confirming."""

from datetime import date

import pytest

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure_json import digest, from_json
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import check_params, compute
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.indicators import actions, queries
from zaitaku.programme.indicators.figures import BadParams
from zaitaku.programme.indicators.models import Confirmation, Indicator

pytestmark = pytest.mark.django_db
YEAR, COVER, TODAY = FiscalYear(2023), date(2023, 12, 31), date(2024, 1, 10)


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def lectures(owner):
    events.lectures(owner)
    return indicator(owner=owner)


def figure(one):
    return compute([one], year=YEAR, as_of=COVER)[one.code]


def confirm(one, by, **kw):
    fields = {"year": YEAR, "as_of": COVER, "figure": figure(one), "formula_version": 1, "on": TODAY}
    return actions.confirm(indicator=one, **(fields | kw), by=by)


def test_a_confirmation_freezes_the_figure_as_it_is(lectures, owner):
    by = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    word = confirm(lectures, by, comment="確認済み")
    assert from_json(word.figure) == figure(lectures)
    assert (word.digest, word.record_count, word.formula_version) == (digest(figure(lectures)), 12, 1)
    assert queries.standing_confirmations(YEAR, COVER, area=owner.area) == {lectures.pk: word}
    assert not queries.stale(word, figure(lectures))
    assert AuditEntry.objects.get(action="indicators.confirm").details["digest"] == word.digest
    with pytest.raises(actions.AlreadyConfirmed, match=lectures.label):
        confirm(lectures, by)


def test_a_changed_figure_makes_the_word_stale_and_confirming_again_withdraws_it(lectures, owner):
    by = core.person(organisation=owner)
    word = confirm(lectures, by)
    session = lectures.owner.event_series.get().sessions.get(number=1)
    events.attendance(channel=events.channel(session=session, label="追加"), value=1)
    assert queries.stale(word, figure(lectures))
    again = confirm(lectures, by)
    assert list(queries.history(lectures)) == [again, word]
    word.refresh_from_db()
    assert word.withdrawn_reason
    assert Confirmation.objects.get(withdrawn_at=None) == again


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER)])
def test_only_the_owner_and_the_programme_officer_confirm(lectures, owner, role):
    with pytest.raises(actions.NotTheOwner, match=owner.name):
        confirm(lectures, core.person(role=role, organisation=owner))
    other = core.organisation(area=owner.area)
    with pytest.raises(actions.NotTheOwner):
        confirm(lectures, core.person(role=Role.SECTION_OFFICER, organisation=other))
    word = confirm(lectures, core.person(role=Role.PROGRAMME_OFFICER, organisation=other))
    stranger = core.person(role=role, organisation=owner)
    with pytest.raises(actions.NotTheOwner):
        actions.withdraw_confirmation(confirmation=word, reason="誤り", on=TODAY, by=stranger)


def test_without_records_or_with_another_figure_nothing_is_confirmed(owner, lectures):
    by = core.person(organisation=owner)
    empty = indicator(owner=owner, params={"series": "none"})
    with pytest.raises(actions.NothingToConfirm, match=empty.label):
        confirm(empty, by)
    with pytest.raises(actions.NothingToConfirm):
        confirm(empty, by, figure=figure(lectures))
    assert not Confirmation.objects.exists()


def test_withdrawing_needs_a_reason_and_happens_once(lectures, owner):
    by = core.person(organisation=owner)
    word = confirm(lectures, by)
    with pytest.raises(actions.ConfirmationRefused):
        actions.withdraw_confirmation(confirmation=word, reason=" ", on=TODAY, by=by)
    actions.withdraw_confirmation(confirmation=word, reason="集計誤り", on=TODAY, by=by)
    with pytest.raises(actions.ConfirmationRefused):
        actions.withdraw_confirmation(confirmation=word, reason="集計誤り", on=TODAY, by=by)
    assert queries.standing_confirmations(YEAR, COVER, area=owner.area) == {}
    assert confirm(lectures, by).pk != word.pk


def test_an_indicator_names_a_line_of_the_catalogue(owner):
    by = core.person(organisation=owner)
    fields = {"area": owner.area, "code": "A1", "label": "参加者数", "owner": owner, "check": check_params, "by": by}
    with pytest.raises(BadParams):
        actions.define_indicator(**fields, function="events.attendance", params={})
    one = actions.define_indicator(**fields, function="events.attendance", params={"series": "lecture"})
    with pytest.raises(actions.IndicatorRefused, match="A1"):
        actions.define_indicator(**fields, function="events.attendance", params={"series": "lecture"})
    assert Indicator.objects.get() == one
    assert list(queries.indicators_of(owner.area)) == [one]
