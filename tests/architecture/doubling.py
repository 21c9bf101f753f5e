"""Twice of everything that pages list, so that a query for each row is seen."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.core.jobs.models import Job
from zaitaku.core.mail.models import Letter
from zaitaku.programme.council.models import OpenMark, Paper, RowText
from zaitaku.programme.events.models import Attendance, CheckIn, Handout, Question, Response, Series, SignUp
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.materials.models import Movement, Title
from zaitaku.programme.meetings.models import ActionItem, AgendaItem, Enrolment, Issue, Member, Slot, Trainee, Wish
from zaitaku.programme.plans.models import Node
from zaitaku.programme.returns.models import Form, Value


def again(one: Any, **changes: Any) -> Any:
    """A second row like this one."""
    made = type(one).objects.get(pk=one.pk)
    made.pk = None
    made._state.adding = True
    for name, value in changes.items():
        setattr(made, name, value)
    made.save()
    return made


def doubled() -> None:
    """Twice the series, returns, titles, initiatives, figures, papers, marks, jobs, people; each record corrected."""
    _double_records()
    for one in list(Indicator.objects.all()):
        again(one, code=one.code + "x")
    for node in list(Node.objects.filter(kind="initiative").select_related("initiative")):
        _double_initiative(node)
    for words in list(RowText.objects.all()):
        again(words, key=words.key + "x")
    for mark in list(OpenMark.objects.all()):
        again(mark)
    for paper in list(Paper.objects.all()):
        again(paper, as_of=paper.as_of.replace(year=2022))
    for job in list(Job.objects.all()):
        again(job)
    for place in list(Organisation.objects.all()):
        double = again(place, code=place.code + "x", name=place.name + "の二")
        core.person(role=Role.PARTNER, organisation=double)


def _double_records() -> None:
    now = timezone.now()
    for kind in (Attendance, Value, Movement):
        for row in list(kind.objects.filter(superseded_at=None)):
            again(row, superseded_at=now)
    _double_events()
    _double_people()
    _double_returns()
    for title in list(Title.objects.all()):
        copy = again(title, code=title.code + "x")
        for row in title.movements.filter(within=None):
            again(row, title=copy)


def _double_events() -> None:
    for series in list(Series.objects.all()):
        copy = again(series, code=series.code + "x")
        for session in series.sessions.all():
            sitting = again(session, series=copy)
            for channel in session.channels.all():
                through = again(channel, session=sitting)
                for row in channel.attendance.all():
                    again(row, channel=through)
    for question in list(Question.objects.all()):
        again(question, code=question.code + "x")


def _double_people() -> None:
    """Those who signed up, came, answered, were seated, enrolled or matched, and what they said."""
    for one in list(SignUp.objects.all()):
        again(one, number=one.number + 5000, rank=one.rank + 5000, key=uuid4().hex)
    for one in list(CheckIn.objects.all()):
        again(one, key=str(uuid4()), sign_up=None)
    for one in list(Response.objects.all()):
        again(one, key=uuid4().hex, number=None if one.number is None else one.number + 5000)
    for one in list(Enrolment.objects.all()):
        again(one, number=one.number + 500, sign_up=None)
    for one in list(Trainee.objects.all()):
        again(one, number=one.number + 500)
    for one in list(Member.objects.all()):
        again(one, sign_up=None)
    for one in list(Slot.objects.all()):
        again(one, team=one.team + "の二")
    for one in list(AgendaItem.objects.all()):
        again(one, position=one.position + 500)
    for kind in (Wish, Issue, ActionItem, Handout, Letter):
        for one in list(kind.objects.all()):
            again(one)


def _double_returns() -> None:
    for form in list(Form.objects.all()):
        copy = again(form, code=form.code + "x")
        elements = {
            one.pk: again(one, form=copy, parent=None, breakdown=None, option=None) for one in form.elements.all()
        }
        for sheet in form.returns.all():
            sent = again(sheet, form=copy)
            for row in Value.objects.filter(sheet=sheet):
                again(row, sheet=sent, element=elements[row.element_id])


def _double_initiative(node: Node) -> None:
    copy = again(node, key=node.key + "x", position=node.position + 500)
    made = type(node.initiative).objects.get(pk=node.pk)
    made.pk, made.node = copy.pk, copy
    made.row = made.row and made.row + "x"
    made._state.adding = True
    made.save()
    for link in node.initiative.owner_links.all():
        again(link, initiative=made)
    for tag in node.initiative.tags.all():
        again(tag, initiative=made)
    for line in node.plan_indicators.all():
        second = again(line, node=copy)
        second.measures.set(Indicator.objects.filter(code__in=[one.code + "x" for one in line.measures.all()]))
