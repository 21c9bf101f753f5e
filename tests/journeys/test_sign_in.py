"""Coming in from an invitation to the second factor, going out, being put out; by keyboard alone."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts.choices import Role


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("with_script", [True, False])
def test_password_second_factor_and_out_again(page_at, axe, fits, width, with_script):
    somebody = core.person(role=Role.PROGRAMME_OFFICER, password=core.PASSWORD, has_factor=False, name="練馬 花子")
    page = page_at(width, java_script_enabled=with_script)

    def sound(heading):
        page.get_by_role("heading", level=1, name=heading).wait_for()
        fits(page)
        if with_script:
            axe(page)

    # Given somebody who has a password only
    page.goto("/plan/")
    sound("ログイン")
    sign_in(page, somebody, "違う合言葉です-000")
    sound("ログイン")
    assert "正しくありません" in page.get_by_role("main").inner_text()
    sign_in(page, somebody, core.PASSWORD)

    # Then no page opens before a second factor is there, and a wrong code sets up none
    sound("二要素認証の設定")
    page.get_by_text("先に二要素認証を設定してください。").wait_for()
    page.get_by_role("link", name="認証アプリを設定する").click()
    sound("認証アプリを設定する")
    secret = page.get_by_role("main").locator("code").inner_text()
    enter_code(page, wrong(secret), "設定を完了する")
    sound("認証アプリを設定する")
    assert page.get_by_label("コード").get_attribute("aria-invalid") == "true"
    enter_code(page, code_of(page.get_by_role("main").locator("code").inner_text()), "設定を完了する")
    sound("リカバリーコード")
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="保管しました").click()
    sound("二要素認証の設定")
    page.goto("/plan/")
    sound("計画")

    # When the person signs out and in again, the second factor is asked for, and a wrong code does not pass
    page.get_by_text("練馬 花子").click()
    page.get_by_role("button", name="ログアウト").click()
    sound("ログイン")
    page.goto("/plan/")
    sound("ログイン")
    sign_in(page, somebody, core.PASSWORD)
    sound("二要素認証")
    enter_code(page, wrong(secret), "ログイン")
    sound("二要素認証")
    enter_code(page, recovery, "ログイン")
    sound("計画")


def wrong(secret):
    """Six digits that are valid neither now nor in the steps around now."""
    right = {format_hotp_value(hotp_value(secret, one)) for one in yield_hotp_counters_from_time()}
    return next(digits for digits in ("000000", "111111", "222222", "333333") if digits not in right)


def sign_in(page, somebody, password):
    page.get_by_label("メールアドレス").fill(somebody.email)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン", exact=True).click()


def enter_code(page, code, button):
    page.get_by_label("コード").first.fill(code)
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("width", [1280, 360])
def test_whoever_was_away_is_told_why_and_comes_back_to_the_page(page_at, sign_in, axe, fits, width):
    somebody = core.person(password=core.PASSWORD)
    page = page_at(width)
    sign_in(page, somebody)
    page.goto("/plan/versions/")
    page.get_by_role("heading", level=1).wait_for()
    idle(page, settings.IDLE_MINUTES * 60 + 1)
    page.goto("/plan/versions/")
    page.get_by_role("heading", level=1, name="ログイン").wait_for()
    page.get_by_text(f"{settings.IDLE_MINUTES}分間操作がなかったため、ログアウトしました。").wait_for()
    assert page.url.endswith("?next=/plan/versions/")
    fits(page)
    axe(page)


def idle(page, seconds):
    """The session of the browser as if nothing had happened for so long."""
    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    kept = Session.objects.get(session_key=cookie["value"])
    store = kept.get_session_store_class()(kept.session_key)
    store["seen"] = timezone.now().timestamp() - seconds
    store.save()


def test_the_main_path_by_keyboard_alone(officer):
    hanako = officer()
    page = hanako.page
    page.goto("/")
    hanako.sees("ホーム")

    # The skip link, then the figure that is open, its confirmation
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "講演会参加人数")
    page.keyboard.press("Enter")
    hanako.sees("講演会参加人数")
    tab_to(page, "コメント")
    page.keyboard.type("名簿と照合済み")
    tab_to(page, re.compile("を確認する"))
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("確認しました: 555人")).wait_for()

    # From there to the paper through the navigation
    tab_to(page, "会議資料")
    page.keyboard.press("Enter")
    hanako.sees("会議資料")
    tab_to(page, re.compile("資料１"))
    page.keyboard.press("Enter")
    hanako.sees(re.compile("令和5年度の資料"))
    tab_to(page, re.compile("555名"))
    page.keyboard.press("Enter")
    hanako.sees("講演会参加人数")
    assert "名簿と照合済み" in page.get_by_role("main").inner_text()


def tab_to(page, name, most=150):
    """Press Tab until the thing of that name has the focus, and see that its focus shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("""() => {
            const e = document.activeElement;
            if (e.getAttribute('role') === 'region') return '';
            return e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || '' }""").strip()
        if name.search(said) if isinstance(name, re.Pattern) else said.startswith(name):
            style = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", f"the focus on {said} cannot be seen"
            return
    raise AssertionError(f"{name} was not reached with {most} times Tab")
