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
from zaitaku.programme.facilities.models import Group, ListedCount
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.library.models import Case, Document, Sharing, Video
from zaitaku.programme.library.models import Edition as CaseBook
from zaitaku.programme.materials.models import Destination, Edition, Movement, PrintRun, Title
from zaitaku.programme.meetings.models import ActionItem, AgendaItem, Enrolment, Issue, Member, Slot, Trainee, Wish
from zaitaku.programme.plans.models import Node
from zaitaku.programme.returns.models import Breakdown, Catchment, Form, Return, Rule, Sender, Value


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
    _double_rounds()
    _double_places()
    _double_library()
    _double_groups()
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


def _double_rounds() -> None:
    """Another sender for every sheet that is asked for, with its queries; more of what a form is made of."""
    for sheet in list(Return.objects.filter(round__isnull=False).select_related("organisation")):
        office = again(sheet.organisation, code=f"{sheet.organisation.code}r{sheet.pk}")
        sent = again(sheet, organisation=office)
        for row in list(Value.objects.filter(sheet=sheet)):
            again(row, sheet=sent)
        for query in list(sheet.queries.all()):
            asked = again(query, sheet=sent)
            for message in query.messages.all():
                again(message, query=asked)
            again(query)
    for breakdown in list(Breakdown.objects.all()):
        copy = again(breakdown, code=breakdown.code + "x", position=breakdown.position + 50)
        for option in breakdown.options.all():
            again(option, breakdown=copy)
            again(option, code=option.code + "x")
    for one in list(Rule.objects.all()):
        again(one, position=one.position + 50)
    for one in list(Sender.objects.all()):
        again(one, organisation=again(one.organisation, code=f"{one.organisation.code}s{one.pk}"))
    for one in list(Catchment.objects.all()):
        again(one, as_of=one.as_of.replace(year=one.as_of.year - 1))


def _double_places() -> None:
    """More destinations with what they ordered and got, editions, print runs, stocktakes."""
    for place in list(Destination.objects.all()):
        copy = again(place, name=place.name + "の二")
        for movement in list(place.movements.filter(replaced_by=None)):
            again(movement, place=copy, replaces=None)
        for order in list(place.orders.all()):
            asked = again(order, destination=copy, key=uuid4().hex)
            for line in order.lines.all():
                again(line, order=asked, movement=None)
            for step in order.steps.all():
                again(step, order=asked)
    for edition in list(Edition.objects.all()):
        again(edition, name=edition.name + "の二")
    for one in list(PrintRun.objects.filter(movement=None)):
        again(one)


def _double_library() -> None:
    for document in list(Document.objects.all()):
        copy = again(document, title=document.title + "の二")
        for version in list(document.versions.all()):
            second = again(version, document=copy)
            for sharing in list(version.sharings.all()):
                _double_sharing(sharing, again(sharing, version=second))
                _double_sharing(sharing, sharing)
    for case in list(Case.objects.all()):
        copy = again(case)
        for step in case.consents.all():
            again(step, case=copy)
    for book in list(CaseBook.objects.all()):
        again(book, number=book.number + 50)
    for video in list(Video.objects.all()):
        copy = again(video, address=video.address + "x")
        for count in video.views.all():
            again(count, video=copy)


def _double_sharing(sharing: Sharing, to: Sharing) -> None:
    for sending in list(sharing.sendings.all()):
        sent = again(sending, sharing=to)
        for one in list(sending.addressees.all()):
            mark = uuid4().hex
            place = one.organisation and again(one.organisation, code=mark[:12])
            again(one, sharing=to, sending=sent, organisation=place, email=one.email and mark + one.email, key=mark)


def _double_groups() -> None:
    for group in list(Group.objects.all()):
        copy = again(group, current=None, pending=None, key=uuid4().hex)
        for entry in list(group.entries.all()):
            second = again(entry, group=copy)
            if entry.pk == group.current_id:
                copy.current = second
        copy.save()
        for step in list(group.steps.all()):
            again(step, group=copy)
    for one in list(ListedCount.objects.all()):
        again(one, as_of=one.as_of.replace(year=one.as_of.year - 1))
