"""Whatever is changed of a form, months that were answered were asked what they were asked."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories import core, returns
from zaitaku.analysis.figure import Kind, Span
from zaitaku.programme.returns.actions import breakdowns, elements
from zaitaku.programme.returns.actions.asking import FormSettings, change_form
from zaitaku.programme.returns.actions.ordering import move
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.models import Breakdown, Element, Option
from zaitaku.programme.returns.queries.asked import asked_in
from zaitaku.programme.returns.queries.spells import next_start

FIRST = date(2026, 4, 1)
MONTHS = [FIRST]
while len(MONTHS) < 9:
    MONTHS.append(next_start("month", MONTHS[-1]))
SINCE = st.none() | st.sampled_from(MONTHS)
PICK = st.integers(0, 10**6)
WORDS = st.sampled_from(["相談件数", "相談の件数", "訪問回数", "その他"])


def asked(form, month):
    """Everything but the order, which is the same for all months."""
    return {
        (
            item.element.code,
            item.label,
            item.help_text,
            item.group,
            item.depth,
            item.element.parent and item.element.parent.code,
            item.element.kind,
            item.element.span,
            item.element.unit,
            item.element.decimals,
            item.element.breakdown and item.element.breakdown.adding,
        )
        for item in asked_in(form, month)
    }


class Changing(RuleBasedStateMachine):
    """An officer changes a form while centres answer month after month."""

    @initialize()
    def begin(self):
        self.by = core.person()
        self.form = returns.collected_form(elements=("n", "m"))
        self.centre = core.organisation(area=self.form.owner.area)
        self.kept = {}
        self.answered = 0
        breakdowns.add_breakdown(
            form=self.form, label="相談者", adding=Adding.EXACT, options=["本人", "家族"], by=self.by
        )

    def attempt(self, action, **kw):
        before = list(self.form.elements.order_by("pk").values())
        try:
            action(**kw, by=self.by)
        except FormRefused:
            assert list(self.form.elements.order_by("pk").values()) == before

    def one(self, model, pick, **of):
        rows = list(model.objects.filter(**of).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def element(self, pick):
        return self.one(Element, pick, form=self.form)

    def option(self, pick):
        return self.one(Option, pick, breakdown__form=self.form)

    @rule(skip=st.integers(0, 2))
    def a_month_is_answered(self, skip):
        at = self.answered + skip
        if at >= len(MONTHS) - 2 or not asked_in(self.form, MONTHS[at]):
            return
        month = MONTHS[at]
        sheet = returns.sheet(form=self.form, organisation=self.centre, start=month, end=month.replace(day=28))
        item = asked_in(self.form, month)[0]
        returns.value(sheet=sheet, element=item.element, value=Decimal(1), recorded_by=self.by)
        self.answered = at + 1
        self.kept = {one: asked(self.form, one) for one in MONTHS[: at + 1]} | self.kept

    @rule(label=WORDS, since=SINCE, pick=PICK, kind=st.sampled_from(Kind), is_part=st.booleans())
    def add(self, label, since, pick, kind, is_part):
        parent = self.element(pick) if is_part else None
        self.attempt(
            elements.add_element, form=self.form, code="", label=label, kind=kind, parent=parent, valid_from=since
        )

    @rule(label=WORDS, since=SINCE, pick=PICK)
    def word(self, label, since, pick):
        if one := self.element(pick):
            self.attempt(elements.relabel_element, element=one, label=label, help_text=label, since=since)

    @rule(pick=PICK, kind=st.sampled_from(Kind), above=PICK | st.none())
    def mean(self, pick, kind, above):
        if one := self.element(pick):
            parent = None if above is None else self.element(above)
            self.attempt(
                elements.change_element, element=one, kind=kind, span=Span.PERIOD, unit="x", decimals=0, parent=parent
            )

    @rule(pick=PICK, valid_to=SINCE)
    def end(self, pick, valid_to):
        if one := self.element(pick):
            self.attempt(elements.end_element, element=one, valid_to=valid_to)

    @rule(pick=PICK)
    def remove(self, pick):
        if one := self.element(pick):
            self.attempt(elements.remove_element, element=one)

    @rule(pick=PICK, by=PICK, since=SINCE)
    def split(self, pick, by, since):
        one, breakdown = self.element(pick), self.one(Breakdown, by, form=self.form)
        if one and breakdown:
            self.attempt(breakdowns.split_element, element=one, breakdown=breakdown, since=since)

    @rule(pick=PICK, by=PICK, since=SINCE)
    def unsplit(self, pick, by, since):
        one, breakdown = self.element(pick), self.one(Breakdown, by, form=self.form)
        if one and breakdown:
            self.attempt(breakdowns.unsplit_element, element=one, breakdown=breakdown, since=since)

    @rule(pick=PICK, label=WORDS, since=SINCE)
    def add_option(self, pick, label, since):
        if breakdown := self.one(Breakdown, pick, form=self.form):
            self.attempt(breakdowns.add_option, breakdown=breakdown, label=label, valid_from=since)

    @rule(pick=PICK, label=WORDS, since=SINCE)
    def word_option(self, pick, label, since):
        if option := self.option(pick):
            self.attempt(breakdowns.relabel_option, option=option, label=label, since=since)

    @rule(pick=PICK, valid_to=SINCE)
    def end_option(self, pick, valid_to):
        if option := self.option(pick):
            self.attempt(breakdowns.end_option, option=option, valid_to=valid_to)

    @rule(pick=PICK)
    def remove_option(self, pick):
        if option := self.option(pick):
            self.attempt(breakdowns.remove_option, option=option)

    @rule(pick=PICK, adding=st.sampled_from(Adding), label=WORDS)
    def change_breakdown(self, pick, adding, label):
        if breakdown := self.one(Breakdown, pick, form=self.form):
            self.attempt(breakdowns.change_breakdown, breakdown=breakdown, label=label, adding=adding)

    @rule(pick=PICK, up=st.booleans())
    def move(self, pick, up):
        if one := self.element(pick):
            self.attempt(move, one=one, up=up)

    @rule(is_collected=st.booleans())
    def collect_no_longer(self, is_collected):
        """Not once there are sheets; a form that is recorded directly may change at any time."""
        if self.answered:
            self.form.refresh_from_db()
            settings = FormSettings.of(self.form)
            changed = FormSettings(settings.title, settings.rhythm, is_collected)
            self.attempt(change_form, form=self.form, settings=changed, expected=self.form.version)

    @invariant()
    def answered_months_were_asked_what_they_were_asked(self):
        for month, was in getattr(self, "kept", {}).items():
            assert asked(self.form, month) == was


@pytest.mark.django_db
def test_no_change_of_a_form_reaches_an_answered_month():
    run_state_machine_as_test(
        Changing,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
