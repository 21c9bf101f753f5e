"""`zaitaku invite`: how the first person gets in."""

import argparse

import pytest

from zaitaku.cli import invite
from zaitaku.cli.main import Refused
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation

pytestmark = pytest.mark.django_db


def call(**kw):
    given = {"email": "hanako@example.jp", "name": "練馬 花子", "role": "administrator", "organisation": "chiiki"}
    return invite.run(argparse.Namespace(**(given | {"area": None, "json": False} | kw)))


def test_the_first_administrator_of_an_empty_installation(client, capsys):
    with pytest.raises(Refused, match="--area"):
        call()
    assert not Person.objects.exists()
    assert call(area="13120 練馬区", organisation="chiiki 地域医療課") == 0
    link = capsys.readouterr().out.strip()
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert Organisation.objects.get().area.name == "練馬区"


def test_the_next_one_by_the_code_of_the_organisation():
    call(area="13120 練馬区", organisation="chiiki 地域医療課")
    with pytest.raises(Refused, match="belongs to somebody"):
        call()
    with pytest.raises(Refused, match="no organisation has the code korei"):
        call(email="x@example.jp", organisation="korei")
    assert call(email="taro@example.jp", role="section_officer") == 0
    assert Person.objects.get(email="taro@example.jp").memberships.get().role == "section_officer"
