"""An administrator sees that mail does not leave, and has a failed letter sent again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail import actions
from zaitaku.core.mail.models import Letter


@pytest.fixture
def letters(transactional_db):
    """Five: sent, sent, waiting, failed, failed."""
    now = timezone.now()
    made = [
        actions.post(to=f"p{n}@example.jp", subject="s", body="b", about=f"events.sign_up:{n}", kind=kind, now=now)
        for n, kind in enumerate(("", "reminder", "", "", "reminder"))
    ]
    Letter.objects.filter(pk__in=[made[0].pk, made[1].pk]).update(sent_at=now, tries=1)
    Letter.objects.filter(pk=made[2].pk).update(tries=2, not_before=now + timedelta(minutes=5), error="451 try later")
    failed = Letter.objects.filter(pk__in=[made[3].pk, made[4].pk])
    failed.update(failed_at=now, tries=1, error="550 5.1.1 <…@…>: Recipient address rejected: User unknown")


@pytest.mark.parametrize("width", [1280, 360])
def test_an_administrator_sends_a_failed_letter_again(width, page_at, sign_in, axe, fits, letters):
    page = page_at(width)
    sign_in(page, core.person(role=Role.ADMINISTRATOR))
    page.goto("/letters/")
    page.get_by_text("メールサーバーが設定されていない").wait_for()
    axe(page)
    fits(page)
    page.get_by_label("状態").select_option("failed")
    page.get_by_role("button", name="表示").click()
    again = page.get_by_role("button", name="再送する")
    assert again.count() == 2
    again.first.click()
    page.get_by_text("1分以内に再送します").wait_for()
    assert page.get_by_role("button", name="再送する").count() == 1
    axe(page)
    fits(page)
