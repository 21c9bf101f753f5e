"""Versions supersede, are shared, opened, reminded of and withdrawn; readers hear of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import core, library
from tests.factories.events import NOW
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.handouts import HandoutRefused
from zaitaku.programme.library.actions import documents, sharing
from zaitaku.programme.library.actions.documents import IsWithdrawn, NoContent, VersionEntry
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.actions.sharing import NobodyNew, NotToday
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Version
from zaitaku.programme.library.queries import due
from zaitaku.programme.library.queries.documents import state_of
from zaitaku.programme.library.queries.reach import versions_seen_by

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def entry(**kw):
    return VersionEntry(**({"title": "手引き", "issued_on": TODAY, "file_name": "a.pdf", "content": library.PDF} | kw))


def letters(kind):
    return sorted(Letter.objects.filter(kind=f"library_{kind}").values_list("to", flat=True))


def test_a_document_is_created_with_its_first_version(officer, owner):
    made = documents.create_document(
        owner=owner,
        kind="manual",
        title="対応の流れ",
        tags=["感染", "入院", "感染"],
        version=entry(),
        by=officer,
        now=NOW,
    )
    assert [(one.number, one.file_name, one.size) for one in made.versions.all()] == [(1, "a.pdf", len(library.PDF))]
    assert [tag.word for tag in made.tags.all()] == ["入院", "感染"]
    with pytest.raises(Exception, match="新しい版として追加"):
        documents.create_document(owner=owner, kind="manual", title="対応の流れ", version=entry(), by=officer, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"file_name": "", "content": b""}, NoContent),
        ({"address": "https://example.jp/"}, NoContent),
        ({"content": b""}, NoContent),
        ({"content": b"MZ..."}, HandoutRefused),
        ({"file_name": "a.docx"}, HandoutRefused),
    ],
)
def test_a_version_is_one_sound_file_or_one_address(officer, version, wrong, refusal):
    with pytest.raises(refusal):
        documents.add_version(document=version.document, version=entry(**wrong), by=officer, now=NOW)
    assert version.document.versions.count() == 1


def test_the_database_takes_no_version_of_neither_kind(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(address="https://example.jp/")


def test_readers_of_the_old_version_hear_of_the_new_one(officer, owner, centre, reader, version):
    library.shared(version=version, organisations=[centre], emails=["Private@example.jp"], by=officer)
    lone = core.person(role=Role.PROFESSIONAL, organisation=owner, email="opened@example.jp")
    gone = core.person(role=None, email="gone@example.jp")
    for person in (lone, gone):
        sharing.open_version(version=version, person=person, now=NOW)
    unread = version.sharings.get()
    sharing.remind(sharing=unread, by=officer, now=NOW)
    assert letters("unread") == ["private@example.jp", "reader@example.jp"]
    new = documents.add_version(document=version.document, version=entry(changes="面会の章"), by=officer, now=NOW)
    assert letters("superseded") == ["opened@example.jp", "private@example.jp", "reader@example.jp"]
    assert new.told == 3
    assert letters("unread") == [], "nobody is reminded of a version that was replaced"
    assert (state_of(version), state_of(new)) == (VersionState.SUPERSEDED, VersionState.CURRENT)
    body = Letter.objects.get(kind="library_superseded", to="reader@example.jp").body
    assert "面会の章" in body
    assert f"/library/versions/{new.pk}/" in body
    key = unread.addressees.get(organisation=None).key
    assert f"/library/shared/{key}/" in Letter.objects.get(kind="library_superseded", to="private@example.jp").body


def test_a_withdrawn_version_gives_way_to_the_one_before(officer, reader, centre, version):
    new = library.version(document=version.document)
    library.shared(version=new, organisations=[centre], by=officer)
    done = documents.withdraw_version(version=new, because="誤りがあったため", by=officer, now=NOW)
    assert done.told == 1
    assert letters("withdrawn") == ["reader@example.jp"]
    assert state_of(version) is VersionState.CURRENT
    with pytest.raises(IsWithdrawn):
        documents.withdraw_version(version=new, because="もう一度", by=officer, now=NOW)
    with pytest.raises(IsWithdrawn):
        library.shared(version=new, organisations=[centre], by=officer)


def test_letters_go_out_today_and_for_the_current_version_only(officer, centre, version):
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(NotToday):
        library.shared(version=version, organisations=[centre], on=yesterday)
    with pytest.raises(NotToday):
        library.shared(version=version, organisations=[centre], on=TODAY + timedelta(days=1), by_letter=False)
    library.version(document=version.document)
    with pytest.raises(LibraryRefused, match="新しい版"):
        library.shared(version=version, organisations=[centre])
    told = library.shared(version=version, organisations=[centre], on=yesterday, by_letter=False)
    assert (told.told, told.shared_on, Letter.objects.count()) == (0, yesterday, 0)
    with pytest.raises(NobodyNew):
        library.shared(version=version, on=yesterday, by_letter=False)


def test_who_opened_it_is_known_to_each_act(officer, centre, reader, version):
    first = library.shared(version=version, organisations=[centre], on=TODAY - timedelta(days=5), by_letter=False)
    second = library.shared(version=version, organisations=[centre], emails=["x@example.jp"])
    sharing.open_version(version=version, person=reader, now=NOW)
    sharing.open_version(version=version, person=reader, now=NOW + timedelta(hours=1))
    for act in (first, second):
        opened = act.addressees.get(organisation=centre)
        assert (opened.opened_at, opened.opened_by) == (NOW, reader)
    opening = version.openings.get()
    opening.opened_at = datetime(2023, 11, 30, 15, 30, tzinfo=UTC)
    assert str(opening).endswith("2023-12-01"), "the day of the installation's time zone"
    private = second.addressees.get(organisation=None)
    assert private.opened_at is None
    sharing.open_by_link(addressee=private, version=version, now=NOW)
    private.refresh_from_db()
    assert private.opened_at == NOW
    with pytest.raises(NobodyNew, match="開封済み"):
        sharing.remind(sharing=second, by=officer, now=NOW)


def test_nobody_is_reminded_twice_on_a_day(officer, reader, centre, version):
    act = library.shared(version=version, organisations=[centre])
    assert sharing.remind(sharing=act, by=officer, now=NOW) == 1
    with pytest.raises(NobodyNew):
        sharing.remind(sharing=act, by=officer, now=NOW + timedelta(hours=3))
    assert sharing.remind(sharing=act, by=officer, now=NOW + timedelta(days=1)) == 1


def test_a_sharing_taken_back_sends_nothing_more_and_its_links_end(officer, client, version):
    act = library.shared(version=version, emails=["x@example.jp"])
    key = act.addressees.get().key
    assert client.get(f"/library/shared/{key}/").status_code == 200
    sharing.undo_sharing(sharing=act, because="宛先の誤り", by=officer, now=NOW)
    assert Letter.objects.count() == 0
    assert client.get(f"/library/shared/{key}/").status_code == 404
    library.shared(version=version, emails=["x@example.jp"])  # a new act of the same day


def test_an_address_can_be_removed(officer, client, version):
    act = library.shared(version=version, emails=["x@example.jp"])
    private = act.addressees.get()
    sharing.forget_address(addressee=private, by=officer, now=NOW)
    private.refresh_from_db()
    assert (private.email, private.key, private.removed_at) == ("", None, NOW)
    assert not Letter.objects.exists()
    with pytest.raises(LibraryRefused):
        sharing.forget_address(addressee=private, by=officer, now=NOW)


def test_addresses_stay_out_of_the_audit(officer, version):
    library.shared(version=version, emails=["secret@example.jp"], by=officer)
    kept = [f"{one.subject_name} {one.details}" for one in AuditEntry.objects.all()]
    assert kept
    assert not any("secret" in one for one in kept)


def test_unread_documents_are_a_duty_until_one_opens_them(centre, reader, version):
    assert due.duties_of(reader, on=TODAY, most=10) == []
    library.shared(version=version, organisations=[centre])
    found = due.duties_of(reader, on=TODAY, most=10)
    assert [(one.what, one.page, one.pk) for one in found] == [(version.title, "library:version", version.pk)]
    late = core.person(role=None)
    core.membership(person=late, role=Role.PARTNER, organisation=centre, valid_from=TODAY + timedelta(days=3))
    assert due.duties_of(late, on=TODAY + timedelta(days=4), most=10) == [], "shared before they came"
    sharing.open_version(version=version, person=reader, now=NOW)
    assert due.duties_of(reader, on=TODAY, most=10) == []


def seen(person):
    return set(versions_seen_by(person, on=TODAY).values_list("pk", flat=True))


def test_who_sees_which_version(owner, officer, centre, reader, version):
    new = library.version(document=version.document)
    member = core.person(role=Role.COUNCIL_MEMBER, organisation=owner)
    other = core.person(role=Role.PARTNER, organisation=core.organisation(area=owner.area, kind="npo"))
    elsewhere = core.person()
    assert seen(officer) == {version.pk, new.pk}
    assert seen(member) == {new.pk}, "council members read what is current"
    assert seen(reader) == seen(other) == seen(elsewhere) == set()
    library.shared(version=new, organisations=[centre])
    assert seen(reader) == {version.pk, new.pk}
    assert seen(other) == set()
    new.document.is_open = True
    new.document.save()
    assert seen(other) == {new.pk}
    assert seen(elsewhere) == set()


def test_what_was_open_and_opened_is_found_again_when_superseded(owner, version):
    version.document.is_open = True
    version.document.save()
    other = core.person(role=Role.PARTNER, organisation=core.organisation(area=owner.area, kind="npo"))
    sharing.open_version(version=version, person=other, now=NOW)
    new = library.version(document=version.document)
    assert seen(other) == {version.pk, new.pk}
