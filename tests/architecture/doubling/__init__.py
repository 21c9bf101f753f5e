"""Twice of everything that pages list, so that a query for each row is seen."""

from uuid import uuid4

from django.utils import timezone

from tests.architecture.doubling.groups import double_groups
from tests.architecture.doubling.library import double_library
from tests.architecture.doubling.materials import double_materials
from tests.architecture.doubling.returns import double_returns
from tests.architecture.doubling.rows import again
from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.core.jobs.models import Job
from zaitaku.core.mail.models import Letter
from zaitaku.programme.council.models import OpenMark, Paper, RowText
from zaitaku.programme.events.models import Attendance, CheckIn, Handout, Question, Response, Series, SignUp
from zaitaku.programme.facilities.models import ListedCount
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.models import ViewCount
from zaitaku.programme.materials.models import Movement
from zaitaku.programme.meetings.models import ActionItem, AgendaItem, Enrolment, Issue, Member, Slot, Trainee, Wish
from zaitaku.programme.plans.models import Node
from zaitaku.programme.returns.models import Value

__all__ = ["again", "doubled"]


def doubled() -> None:
    """Twice of each table that has rows of the programme, both of wholes and within them; each record corrected."""
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
    offices = _double_offices()
    double_returns(offices)
    double_materials(offices)
    double_library(offices)
    double_groups(offices)


def _double_offices() -> dict[int, Organisation]:
    """Key of an organisation → its double, where a partner works."""
    made = {}
    for place in list(Organisation.objects.all()):
        made[place.pk] = again(place, code=place.code + "x", name=place.name + "の二")
        core.person(role=Role.PARTNER, organisation=made[place.pk])
    return made


def _double_records() -> None:
    now = timezone.now()
    for kind in (Attendance, Value, ViewCount, ListedCount):
        for row in list(kind.objects.filter(superseded_at=None)):
            again(row, superseded_at=now)
    for row in list(Movement.objects.filter(replaces=None)):
        row.replaces = again(row, superseded_at=now)
        row.save()
    _double_events()
    _double_people()


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
