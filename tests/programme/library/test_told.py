"""Who hears of documents: nobody who may not read them."""

from datetime import timedelta

import pytest

from tests.factories import core, library
from tests.factories.events import NOW
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.library.actions import documents, sharing
from zaitaku.programme.library.actions.documents import VersionEntry
from zaitaku.programme.library.queries.due import duties_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_an_administrator_is_not_shown_what_was_shared_with_the_organisation(owner, officer):
    centre = core.organisation(area=owner.area)
    version = library.version(document=library.document(owner=owner))
    sharing.share(version=version, organisations=[centre], on=TODAY, by=officer, now=NOW)
    reader, admin = (core.person(role=role, organisation=centre) for role in (Role.PARTNER, Role.ADMINISTRATOR))
    assert [len(duties_of(one, on=TODAY, most=5)) for one in (reader, admin)] == [1, 0]


def test_who_moved_to_another_town_hears_no_more_of_new_versions(owner, officer):
    centre = core.organisation(area=owner.area)
    stays, moved = (
        core.person(role=Role.PARTNER, organisation=centre, email=f"{name}@example.jp") for name in ("stays", "moved")
    )
    document = library.document(owner=owner, is_open=True)
    version = library.version(document=document)
    for one in (stays, moved):
        sharing.open_version(version=version, person=one, now=NOW)
    moved.memberships.update(valid_to=TODAY - timedelta(days=1))
    elsewhere = core.organisation(area=core.area())
    moved.memberships.create(organisation=elsewhere, role=Role.PARTNER, valid_from=TODAY)
    entry = VersionEntry(title="改訂版", issued_on=TODAY, file_name="a.pdf", content=library.PDF)
    documents.add_version(document=document, version=entry, by=officer, now=NOW)
    assert list(Letter.objects.filter(kind="library_superseded").values_list("to", flat=True)) == ["stays@example.jp"]
