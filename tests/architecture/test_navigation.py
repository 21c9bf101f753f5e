"""Every place of the navigation exists, and who sees its link may open it."""

import pytest
from django.urls import resolve, reverse

from zaitaku.core.pages.templatetags.navigation import PLACES


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.url_name)
def test_a_link_is_shown_to_those_who_may_follow_it(place):
    view = resolve(reverse(place.url_name)).func
    permissions = [str(permission) for permission in getattr(view, "permissions", ())]
    assert place.permission in permissions if place.permission else permissions == []
