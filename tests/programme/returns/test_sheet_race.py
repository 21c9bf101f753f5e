"""Two people at one sheet at the very same moment, on either database."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from tests.programme.returns.sheets import NOW, scene
from tests.racing import at_once
from zaitaku.analysis.figure import Kind
from zaitaku.core.records.actions import Entry, RecordRefused
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.models import Return, Value

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(*acts):
    """What each was refused with, or None."""
    return [one if isinstance(one, RecordRefused) else None for one in at_once(*acts, refusal=RecordRefused)]


def test_sending_and_saving_at_once_one_of_them_is_refused():
    """Whatever is sent is what the sender looked at: no number slips in between the look and the step."""
    s = scene()
    for centre in (0, 1):
        sheet = s.full(s.sheet(centre=centre))
        seen = sheet.version
        row = Value.objects.get(sheet=sheet, element__code="stand")
        change = {row.element_id: (Entry(Decimal(9)), row.pk)}
        mine, theirs = Return.objects.get(pk=sheet.pk), Return.objects.get(pk=sheet.pk)
        refused = refusals(
            lambda sheet=mine, seen=seen: actions.submit(sheet=sheet, seen=seen, by=s.partner, now=NOW),
            lambda sheet=theirs, change=change: actions.record_values(sheet=sheet, entries=change, by=s.officer),
        )
        assert [one is None for one in refused].count(True) == 1
        now = Return.objects.get(pk=sheet.pk)
        value = Value.objects.get(sheet=sheet, element__code="stand", superseded_at=None).value
        assert (now.status, value) == (("submitted", 4) if refused[0] is None else ("draft", 9))
        assert now.version == seen + 1


def test_accepting_and_asking_at_once_never_leaves_an_accepted_sheet_with_an_open_query():
    s = scene()
    for centre in (0, 1):
        sheet = s.sent(centre=centre)
        refusals(
            lambda sheet=sheet: actions.accept(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW),
            lambda sheet=sheet: actions.ask(sheet=sheet, element=None, text="?", by=s.officer, now=NOW),
        )
        now = Return.objects.get(pk=sheet.pk)
        assert (now.status == "accepted") != now.queries.filter(closed_at=None).exists()


def test_two_submissions_are_one_step():
    s = scene()
    sheet = s.full(s.sheet())
    seen = sheet.version
    copies = [Return.objects.get(pk=sheet.pk) for _number in range(3)]
    acts = [lambda one=one: actions.submit(sheet=one, seen=seen, by=s.partner, now=NOW) for one in copies]
    assert refusals(*acts).count(None) == 1
    assert sheet.steps.filter(kind="submitted").count() == 1


def test_the_first_answer_of_a_month_and_a_change_of_its_questions_come_one_after_the_other():
    """A change that arrives while the first answer is still being saved waits, and is then refused."""
    s = scene()
    is_saved = Event()

    def answer():
        with transaction.atomic():
            s.fill(s.sheet(), a=1)
            is_saved.set()
            time.sleep(0.3)
        connection.close()

    def change():
        is_saved.wait()
        try:
            actions.add_element(form=s.form, code="late", label="後から", kind=Kind.CASES, by=s.officer)
        except FormRefused:
            return "refused"
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(2) as pool:
        saving, changing = pool.submit(answer), pool.submit(change)
        saving.result()
        assert changing.result() == "refused"
