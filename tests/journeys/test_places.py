"""Every place of the navigation, on the day an installation begins: no barriers, no sideways scrolling, no errors."""

import pytest

from tests.factories.core import person
from zaitaku.core.accounts.choices import Role
from zaitaku.core.pages.templatetags.navigation import PLACES, nav_url


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR])
def test_an_empty_installation_can_be_walked_through(page_at, sign_in, axe, fits, role, width):
    page = page_at(width)
    sign_in(page, person(role=role))
    page.goto("/accessibility/")
    menu = page.locator("nav.primary-wide a")
    addresses = [link.get_attribute("href") for link in menu.all()]
    assert set(addresses) <= {nav_url(place.url_name) for place in PLACES}
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        assert page.locator("h1").count() == 1, address
        fits(page)
        axe(page)
