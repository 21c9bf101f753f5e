"""Backup, wipe, restore: equal table by table, on both databases; damaged archives change nothing."""

import argparse
import json
import os
import stat
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from tests.factories import core
from zaitaku.cli import backup, restore
from zaitaku.cli.archive import form
from zaitaku.cli.main import Refused
from zaitaku.core.accounts import actions
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.queries import verify

pytestmark = pytest.mark.django_db(transaction=True)


def everything():
    """Every row of every table, through the models."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def filled():
    administrator = core.person(role=Role.ADMINISTRATOR, name="髙﨑\t一\\郎\n「改行」")
    office = administrator.memberships.get().organisation
    for number in range(5):
        actions.invite(
            by=administrator,
            email=f"n{number}@example.jp",
            name=f"𠮷野家 {number}",
            role=Role.PARTNER,
            organisation=office,
            valid_from=core.LONG_AGO,
            days=3,
        )
    files = settings.DATA / "files" / "令和5年"
    files.mkdir(parents=True, exist_ok=True)
    (files / "資料.txt").write_text("本文")
    return administrator


@pytest.fixture
def archive(filled, tmp_path):
    target = tmp_path / "backup.zip"
    assert backup.run(argparse.Namespace(out=target, json=False)) == 0
    return target


def put_back(file, force=False):
    return restore.run(argparse.Namespace(file=file, force=force, json=False))


def wipe():
    call_command("flush", interactive=False, verbosity=0)
    (settings.DATA / "files" / "令和5年" / "資料.txt").unlink(missing_ok=True)


def test_equal_table_by_table(archive):
    before = everything()
    wipe()
    assert not Person.objects.exists()
    assert put_back(archive) == 0
    assert everything() == before
    assert verify().is_whole
    assert (settings.DATA / "files" / "令和5年" / "資料.txt").read_text() == "本文"
    # What comes after gets new numbers, and the guard of the audit is back.
    assert core.person().pk > max(row["id"] for row in before["accounts_person"])
    with pytest.raises(Exception, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")


def test_a_database_with_data_is_kept_unless_forced(archive):
    later = core.person()
    with pytest.raises(Refused, match="--force"):
        put_back(archive)
    assert Person.objects.filter(pk=later.pk).exists()
    put_back(archive, force=True)
    assert not Person.objects.filter(pk=later.pk).exists()


def test_the_archive_is_its_owners_and_without_the_secret_key(archive):
    assert stat.S_IMODE(os.stat(archive).st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            assert settings.SECRET_KEY.encode() not in opened.read(name)


def test_nobody_is_signed_in_by_an_archive(filled, tmp_path, client):
    """Rows of sessions are what the cookies hold."""
    client.force_login(filled)
    key = client.session.session_key
    assert Session.objects.filter(pk=key).exists()
    target = tmp_path / "backup.zip"
    backup.run(argparse.Namespace(out=target, json=False))
    with zipfile.ZipFile(target) as opened:
        assert not any(key.encode() in opened.read(name) for name in opened.namelist())
    put_back(target, force=True)
    assert Person.objects.filter(pk=filled.pk).exists()
    assert not Session.objects.exists()


def test_an_existing_file_is_not_overwritten(archive):
    size = archive.stat().st_size
    with pytest.raises(Refused, match="exists"):
        backup.run(argparse.Namespace(out=archive, json=False))
    assert archive.stat().st_size == size


def rewrite(archive, change):
    """The same zip file with one thing changed and its checksums right again."""
    with zipfile.ZipFile(archive) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    change(contents)
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in contents.items():
            target.writestr(name, content)


def _flip_a_row(contents):
    name = next(n for n in contents if n.endswith(("person.copy", "database.sqlite3")))
    contents[name] = contents[name].replace(b"example.jp", b"example.jq")


def _lose_a_member(contents):
    del contents[next(n for n in contents if n.startswith("files/"))]


def _lead_out(contents):
    manifest = json.loads(contents["manifest.json"])
    manifest["members"]["../../evil"] = "0" * 64
    contents["manifest.json"] = json.dumps(manifest).encode()
    contents["../../evil"] = b"x"


def _other_counts(contents):
    manifest = json.loads(contents["manifest.json"])
    manifest["tables"]["accounts_person"]["rows"] += 1
    contents["manifest.json"] = json.dumps(manifest).encode()


def _newer(contents):
    manifest = json.loads(contents["manifest.json"])
    manifest["migrations"].append(["accounts", "0099_from_the_future"])
    contents["manifest.json"] = json.dumps(manifest).encode()


def _other_engine(contents):
    manifest = json.loads(contents["manifest.json"])
    manifest["engine"] = "oracle"
    contents["manifest.json"] = json.dumps(manifest).encode()


def _no_manifest(contents):
    del contents["manifest.json"]


@pytest.mark.parametrize(
    "change", [_flip_a_row, _lose_a_member, _lead_out, _other_counts, _newer, _other_engine, _no_manifest]
)
def test_a_damaged_archive_changes_nothing(archive, change):
    rewrite(archive, change)
    before = everything()
    with pytest.raises(Refused):
        put_back(archive, force=True)
    assert everything() == before
    assert (settings.DATA / "files" / "令和5年" / "資料.txt").exists()


@pytest.mark.parametrize("cut", [0, 10, 0.5, 0.95])
def test_a_truncated_archive_changes_nothing(archive, cut):
    content = archive.read_bytes()
    archive.write_bytes(content[: cut if isinstance(cut, int) else int(len(content) * cut)])
    before = everything()
    with pytest.raises(Refused):
        put_back(archive, force=True)
    assert everything() == before


def test_another_secret_key_is_told(archive, settings, capsys):
    settings.SECRET_KEY = "another"
    put_back(archive, force=True)
    assert "second factor" in capsys.readouterr().err


def test_a_failure_in_the_middle_puts_the_files_back(archive, monkeypatch):
    """The database cannot be replaced; a full disk, say."""

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(restore, "_put_in", full)
    before = everything()
    with pytest.raises(OSError, match="no space"):
        put_back(archive, force=True)
    assert everything() == before
    assert (settings.DATA / "files" / "令和5年" / "資料.txt").exists()


def test_a_database_in_use_is_not_replaced(archive):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL restores in one transaction, others may be connected")
    import sqlite3

    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("SELECT count(*) FROM accounts_person").fetchall()
    try:
        with pytest.raises(Refused, match="in use"):
            put_back(archive, force=True)
    finally:
        other.close()
    assert Person.objects.exists()


def test_fingerprints_differ_and_tell_nothing():
    assert form.fingerprint("a") != form.fingerprint("b")
    assert "secret" not in form.fingerprint("secret")
