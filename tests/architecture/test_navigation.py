"""Every place of the navigation exists, and who sees its link may open it."""

import lxml.html
import pytest
from django.urls import resolve, reverse

from tests.architecture.places import places
from tests.architecture.test_queries import ADMINISTRATORS
from zaitaku.core.accounts.choices import Role
from zaitaku.core.pages.templatetags.navigation import PLACES


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.url_name)
def test_a_link_is_shown_to_those_who_may_follow_it(place):
    view = resolve(reverse(place.url_name)).func
    permissions = [str(permission) for permission in getattr(view, "permissions", ())]
    assert place.permission in permissions if place.permission else permissions == []


def test_the_first_crumb_is_the_place_that_the_navigation_marks(world):
    """Or lies below it. Else a page stands at two places at once."""
    wrong = []
    for place in places():
        if not place.is_ours or not place.permissions:
            continue
        role = Role.ADMINISTRATOR if place.name.startswith(ADMINISTRATORS) else Role.PROGRAMME_OFFICER
        answer = world.client(role).get(world.address(place))
        if answer.status_code != 200 or b'class="breadcrumbs"' not in answer.content:
            continue
        page = lxml.html.fromstring(answer.content)
        crumb = page.xpath("string((//nav[@class='breadcrumbs']//a/@href)[1])")
        marked = page.xpath("string((//nav[contains(@class, 'primary')]//a[@aria-current='page']/@href)[1])")
        if crumb and marked and not crumb.startswith(marked):
            wrong.append(f"{place.name}: begins with {crumb}, but the navigation marks {marked}")
    assert not wrong, "\n".join(wrong)
