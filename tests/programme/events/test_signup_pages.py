"""The public form and the private page, as a browser without scripts uses them."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from datetime import timedelta

from tests.programme.events.signing_up import enter, open_channel
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.signup import new_key
from zaitaku.programme.events.choices import Audience, SessionStatus
from zaitaku.programme.events.models import SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    cache.clear()
    return open_channel(day=timezone.localdate() + timedelta(days=30), capacity=2)


def filled(client, channel, **kw):
    page = client.get(f"/events/sign-up/{channel.pk}/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    return {"key": key, "name": "練馬 花子", "email": "hanako@example.jp", "phone": "", "seats": "1"} | kw


def test_a_resident_signs_up_and_keeps_the_link(client, channel):
    answer = client.post(f"/events/sign-up/{channel.pk}/", filled(client, channel))
    assert answer.status_code == 302
    made = SignUp.objects.get()
    assert answer.url == f"/events/my/{made.key}/"
    page = client.get(answer.url)
    assert "お席が確保できました" in page.content.decode()
    letter = Letter.objects.get()
    assert letter.to == "hanako@example.jp"
    assert f"http://localhost:8000/events/my/{made.key}/" in letter.body
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
