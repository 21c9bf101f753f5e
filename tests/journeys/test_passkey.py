"""Passkeys in a real browser: the first one after an invitation, one that fails, and a browser without scripts."""

import re

import pytest
from django.core.cache import cache

from tests.factories import core
from zaitaku.core.accounts import actions
from zaitaku.core.accounts.choices import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def invited():
    administrator = core.person(role=Role.ADMINISTRATOR)
    _, token = actions.invite(
        by=administrator,
        email="hanako@example.jp",
        name="練馬 花子",
        role=Role.ADMINISTRATOR,
        organisation=administrator.memberships.get().organisation,
        valid_from=core.LONG_AGO,
        days=1,
    )
    return token


def give_authenticator(page, verified=True):
    """A passkey device that the browser plays."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("width", [360, 1280])
def test_invited_with_a_passkey(page_at, axe, fits, invited, width):
    page = page_at(width)
    give_authenticator(page)

    # Given the link of an invitation, a password is chosen
    page.goto(f"/invitation/{invited}/")
    axe(page)
    fits(page)
    page.get_by_label("新しいパスワード", exact=False).first.fill(core.PASSWORD)
    page.get_by_label("新しいパスワード（確認）").fill(core.PASSWORD)
    page.get_by_role("button", name="パスワードを設定する").click()

    # When signing in with it
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_label("パスワード").fill(core.PASSWORD)
    axe(page)
    fits(page)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_load_state()

    # Then no page opens before there is a second factor, here a passkey
    page.goto("/people/")
    assert page.url.endswith("/account/second-factor/")
    axe(page)
    fits(page)
    page.get_by_role("link", name="パスキーを登録する").click()
    axe(page)
    page.get_by_role("textbox").fill("執務室のパソコン")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(re.compile(r"/recovery-codes/$"))
    axe(page)
    fits(page)
    for address in (
        "/people/",
        "/people/invite/",
        "/organisations/",
        "/organisations/add/",
        "/areas/",
        "/audit/",
        "/jobs/",
    ):
        assert page.goto(address).status == 200
        axe(page)
        fits(page)

    # And the next time the passkey alone is enough
    page.context.clear_cookies()
    page.goto("/account/login/?next=/areas/")
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(re.compile(r"^[^?]*/areas/$"))


def test_a_passkey_that_fails_is_told_on_the_page(page_at, axe):
    page = page_at(1280)
    give_authenticator(page, verified=False)
    page.goto("/account/login/")
    page.get_by_role("button", name="パスキーを使う").click()
    page.get_by_text("パスキーを使えませんでした").wait_for()
    axe(page)


def test_without_scripts_the_password_and_the_app_remain(page_at, invited):
    page = page_at(1280, java_script_enabled=False)
    page.goto("/account/login/")
    assert page.get_by_role("button", name="ログイン", exact=True).is_visible()
    assert not page.get_by_role("button", name="パスキーを使う").is_visible()
    # The browser plays the lack of scripts and keeps <noscript> hidden meanwhile, hence its text alone is looked at.
    assert "パスキーにはJavaScriptが必要です" in page.locator("noscript").text_content()
