"""Twice of documents and how they were shared, of cases and editions of the casebook, of videos."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from tests.architecture.doubling.rows import again, key, year_before
from tests.factories import core
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.library.models import Case, Document, Edition, Sharing, Version, Video


def double_library(offices: Mapping[int, Organisation]) -> None:
    for document in list(Document.objects.all()):
        _double_document(document, offices)
    cases = {case.pk: _double_case(case) for case in list(Case.objects.all())}
    for edition in list(Edition.objects.all()):
        copy = again(edition, number=edition.number + 50)
        for part in list(edition.parts.all()):
            again(part, edition=copy)
            again(part, case=cases[part.case_id], position=part.position + 50)
    for video in list(Video.objects.all()):
        copy = again(video, address=video.address + "x")
        for count in list(video.views.filter(superseded_at=None)):
            again(count, video=copy)
            again(count, month=(count.month + timedelta(days=31)).replace(day=1))


def _double_document(document: Document, offices: Mapping[int, Organisation]) -> None:
    """More versions in it, before those that it has; and another document with the same."""
    copy = again(document, title=document.title + "の二")
    for tag in list(document.tags.all()):
        again(tag, document=copy)
        again(tag, word=tag.word + "二")
    document.versions.update(number=F("number") + 50)
    for version in list(document.versions.all()):
        for sharing in list(version.sharings.all()):
            _double_sendings(sharing, sharing, offices)
            _double_sendings(sharing, again(sharing, shared_on=year_before(sharing.shared_on)), offices)
        for opening in list(version.openings.filter(addressee=None)):
            again(opening, person=core.person(role=None))
        _another_version(version, again(version, number=version.number - 50), offices)
        _another_version(version, again(version, document=copy), offices)


def _another_version(version: Version, copy: Version, offices: Mapping[int, Organisation]) -> None:
    for opening in list(version.openings.filter(addressee=None)):
        again(opening, version=copy)
    for sharing in list(version.sharings.all()):
        _double_sendings(sharing, again(sharing, version=copy), offices)


def _double_sendings(sharing: Sharing, to: Sharing, offices: Mapping[int, Organisation]) -> None:
    """The addressees once more: the doubles of the organisations, others with another address."""
    for sending in list(sharing.sendings.all()):
        sent = again(sending, sharing=to)
        for one in list(sending.addressees.filter(organisation__in=list(offices))):
            again(one, sharing=to, sending=sent, organisation=offices[one.organisation_id])
        for one in list(sending.addressees.exclude(email="")):
            mark = key()
            copy = again(one, sharing=to, sending=sent, email=mark + one.email, key=mark)
            for opening in list(one.openings.all()):
                again(opening, version=to.version, addressee=copy)


def _double_case(case: Case) -> Case:
    """More said about it and ticks that count no more; and another case."""
    copy = again(case)
    for step in list(case.consents.all()):
        again(step, case=copy)
        again(step)
    for tick in list(case.ticks.filter(reset_at=None)):
        again(tick, case=copy)
        again(tick, reset_at=timezone.now())
    return copy
