"""The demo's public passwords open nothing but the demo."""

import argparse
import tomllib
from pathlib import Path

import pytest
from django.conf import settings as product

from tests.factories import core
from zaitaku.cli import serve
from zaitaku.cli.main import Refused

EXAMPLES = Path(__file__).parents[2] / "examples"
LOGIN = "/account/login/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["officer@demo.example", "Officer@Demo.Example"])
def test_accounts_of_the_demo_sign_in_to_the_demo_only(client, settings, address):
    core.person(email=address.lower(), password=core.PASSWORD, has_factor=False)
    answer = client.post(LOGIN, {"login": address, "password": core.PASSWORD})
    assert answer.url == "/account/closed/"
    assert "_auth_user_id" not in client.session
    settings.DEMO = True
    client.post(LOGIN, {"login": address, "password": core.PASSWORD})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_second_factor_of_a_demo_account_opens_nothing_either(client):
    core.person(email="admin@demo.example", password=core.PASSWORD)
    client.post(LOGIN, {"login": "admin@demo.example", "password": core.PASSWORD})
    assert client.get("/account/second-factor/authenticate/").status_code == 302
    assert "account_login" not in client.session


def test_every_account_of_an_example_has_such_an_address():
    people = [
        person["email"]
        for file in EXAMPLES.glob("*/people.toml")
        for person in tomllib.loads(file.read_text())["person"]
    ]
    assert people
    assert all(address.endswith("@" + product.DEMO_DOMAIN) for address in people)


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:8000", ":8000", "192.168.1.4:80", "zaitaku.city.example:80"])
def test_the_demo_is_served_to_this_machine_alone(settings, bind):
    settings.DEMO = True
    with pytest.raises(Refused, match="demo"):
        serve.run(argparse.Namespace(bind=bind, workers=1, json=False))


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "127.1.2.3:1", "localhost:8000", "[::1]:8000", "unix:/run/z.sock"])
def test_what_is_this_machine(bind):
    assert serve._is_this_machine(bind)
