"""The chain: written with the change, gapless under concurrency, and every tampering found."""

import argparse
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.cli import audit as command
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas import actions as areas
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.audit.actions import NobodyWrote, NotInTransaction, record
from zaitaku.core.audit.models import AuditEntry, ChainHead
from zaitaku.core.audit.queries import verify


def write(count, by=None):
    by = by or core.person()
    for number in range(count):
        with transaction.atomic():
            record(by=by, action="test", subject=by, details={"n": number, "share": 1e16, "名": "髙"})


@pytest.fixture
def tamper():
    """SQL with the guard lifted, as somebody with full rights over the database could."""

    def run(sql):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER IF EXISTS audit_no_update")
                cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger may be pending when the table is altered
                cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_append_only")
            cursor.execute(sql)

    return run


@pytest.mark.django_db
def test_a_whole_chain():
    write(5)
    verdict = verify()
    assert (verdict.is_whole, verdict.entries) == (True, 5)


@pytest.mark.django_db
def test_an_empty_chain_is_whole():
    assert verify().is_whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "broken_at"),
    [
        ("UPDATE audit_auditentry SET subject_name = 'x' WHERE number = 3", 3),
        ("UPDATE audit_auditentry SET details = '{}' WHERE number = 5", 5),
        ("UPDATE audit_auditentry SET digest = previous_digest WHERE number = 2", 2),
        ("DELETE FROM audit_auditentry WHERE number = 1", 1),
        ("DELETE FROM audit_auditentry WHERE number = 3", 3),
        ("DELETE FROM audit_auditentry WHERE number >= 4", 4),
        ("DELETE FROM audit_auditentry", 1),
        ("UPDATE audit_auditentry SET number = 9 - number + 100 WHERE number IN (4, 5)", 4),
        ("UPDATE audit_chainhead SET number = 4", 5),
        ("DELETE FROM audit_chainhead", 5),
    ],
)
def test_tampering_is_found(tamper, sql, broken_at):
    write(5)
    tamper(sql)
    assert verify().broken_at == broken_at


@pytest.mark.django_db
def test_two_entries_that_changed_places(tamper):
    write(4)
    tamper("UPDATE audit_auditentry SET number = 100 WHERE number = 2")
    tamper("UPDATE audit_auditentry SET number = 2 WHERE number = 3")
    tamper("UPDATE audit_auditentry SET number = 3 WHERE number = 100")
    assert verify().broken_at == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_changes(sql):
    write(2)
    with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    somebody = core.person()
    with pytest.raises(NotInTransaction):
        record(by=somebody, action="test", subject=somebody, details={})


@pytest.mark.django_db
def test_nobody_cannot_write():
    from zaitaku.core.accounts.models import Person

    for nobody in (None, Person(name="unsaved")):
        with pytest.raises(NobodyWrote):
            record(by=nobody, action="test", subject=core.area(), details={})


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_entry():
    writer = core.person()

    @transaction.atomic
    def fail_after_writing():
        record(by=writer, action="test", subject=writer, details={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert (AuditEntry.objects.count(), verify().is_whole) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_keep_the_chain_gapless():
    writers = [core.person() for _ in range(4)]
    barrier, errors = threading.Barrier(4), []

    def run(by):
        barrier.wait()
        try:
            write(10, by=by)
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(by,)) for by in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(AuditEntry.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert (verify().is_whole, ChainHead.objects.get().number) == (True, 40)


@pytest.mark.django_db
def test_the_command(tamper, capsys):
    write(3)
    assert command.run(argparse.Namespace(what="verify", json=True)) == 0
    told = capsys.readouterr().out
    assert '"entries": 3' in told
    assert AuditEntry.objects.get(number=3).digest in told
    tamper("UPDATE audit_auditentry SET action = 'x' WHERE number = 2")
    assert command.run(argparse.Namespace(what="verify", json=False)) == 1
    assert "2" in capsys.readouterr().err


@pytest.fixture
def town():
    """An administrator and an officer of one ward, an officer of another."""
    office, elsewhere = core.organisation(), core.organisation()
    return {
        "administrator": core.person(role=Role.ADMINISTRATOR, organisation=office),
        "officer": core.person(organisation=office, name="区の担当"),
        "stranger": core.person(organisation=elsewhere, name="隣の区の担当"),
    }


def _add(by, name):
    return areas.add_organisation(
        by=by,
        area=core.area(),
        code="x",
        name=name,
        kind=OrganisationKind.OTHER,
        valid_from=core.LONG_AGO,
    )


@pytest.mark.django_db
def test_the_page_shows_what_people_in_reach_wrote(client, town):
    _add(town["officer"], "甲")
    _add(town["stranger"], "乙")
    client.force_login(town["administrator"])
    page = client.get(reverse("audit:entries"))
    assert [entry.subject_name for entry, _ in page.context["rows"]] == ["甲"]


@pytest.mark.django_db
def test_the_page_is_narrowed(client, town):
    _add(town["officer"], "甲")
    _add(town["administrator"], "丙")
    client.force_login(town["administrator"])

    def names(**query):
        return [entry.subject_name for entry, _ in client.get(reverse("audit:entries"), query).context["rows"]]

    today = timezone.localdate()
    assert names() == ["丙", "甲"]
    assert names(who="区の担当") == ["甲"]
    assert names(subject="丙") == ["丙"]
    assert names(action="organisation.add") == ["丙", "甲"]
    assert names(since=today.isoformat(), until=today.isoformat()) == ["丙", "甲"]
    assert names(since=(today + timedelta(days=1)).isoformat()) == []
    assert names(until=(today - timedelta(days=1)).isoformat()) == []
    assert names(since="あさって", action="no.such") == ["丙", "甲"]


@pytest.mark.django_db
def test_an_administrator_sees_that_data_changed_but_not_the_data(client, town):
    by = town["officer"]
    AuditEntry.objects.create(
        number=1, at=timezone.now(), by=by, action="session.add", subject_type="events.session", subject_id="1",
        subject_name="第1回", details={"value": "秘密の値"}, previous_digest="", digest="",
    )  # fmt: skip
    for who, sees in (("administrator", False), ("officer", True)):
        client.force_login(town[who])
        page = client.get(reverse("audit:entries")).content.decode()
        assert ("秘密の値" in page) is sees
        assert "第1回" in page


@pytest.mark.django_db
def test_the_page_needs_as_many_queries_for_many_entries_as_for_few(client, town, django_assert_max_num_queries):
    for number in range(30):
        _add(town["officer"], f"組織{number}")
    client.force_login(town["administrator"])
    with django_assert_max_num_queries(13):
        client.get(reverse("audit:entries"))


@pytest.mark.django_db
def test_a_role_elsewhere_does_not_open_the_data_here(client, town):
    """An administrator here who sits on the council of another municipality, or works for a section here."""
    AuditEntry.objects.create(
        number=1, at=timezone.now(), by=town["officer"], action="session.add", subject_type="events.session",
        subject_id="1", subject_name="第1回", details={"value": "秘密の値"}, previous_digest="", digest="",
    )  # fmt: skip
    here = town["officer"].memberships.get().organisation
    section = core.organisation(parent=here)
    client.force_login(town["administrator"])
    for held in ({"role": Role.COUNCIL_MEMBER}, {"role": Role.SECTION_OFFICER, "organisation": section}):
        core.membership(person=town["administrator"], **held)
        assert "秘密の値" not in client.get(reverse("audit:entries")).content.decode()
    core.membership(person=town["administrator"], role=Role.COUNCIL_MEMBER, organisation=here)
    assert "秘密の値" in client.get(reverse("audit:entries")).content.decode()
