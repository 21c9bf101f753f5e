"""Home lists what one's own organisation undertook at a committee."""

from datetime import date

import lxml.html
import pytest
from django.urls import reverse

from tests.factories import core, returns
from tests.factories.meetings import committees
from zaitaku.core.accounts.choices import Role


def test_home_lists_the_actions_of_ones_own_organisation(client, nerima):
    officer = nerima.person(name="担当 一郎")
    client.force_login(officer)
    assert "用紙を見直す" not in client.get("/").content.decode()
    own = officer.memberships.first().organisation
    action = committees.action(owner=own, text="用紙を見直す", due_on=date(2023, 12, 1))
    home = lxml.html.fromstring(client.get("/").content)
    line = home.xpath(f".//main//a[@href='/meetings/actions/{action.pk}/']/parent::li")[0].text_content()
    assert "用紙を見直す" in line
    assert "期限超過" in line


def test_a_centre_whose_area_has_no_plan_sees_its_duties(client, db):
    form = returns.form(is_collected=True, title="センター月報")
    centre = core.organisation(area=form.owner.area)
    returns.sender(form=form, organisation=centre)
    sheet = returns.round_(form=form, start=date(2023, 10, 1)).sheets.get()
    client.force_login(core.person(role=Role.PARTNER, organisation=centre))
    home = lxml.html.fromstring(client.get("/").content)
    assert "この年度の計画がありません" in home.text_content()
    assert "協議会の計画の表を取り込む" not in home.text_content()
    assert home.xpath(f".//main//a[@href='{reverse('materials:my_orders')}']")
    line = home.xpath(f".//main//a[@href='/returns/sheets/{sheet.pk}/']/parent::li")[0].text_content()
    assert "センター月報" in line
    assert "期限超過" in line


@pytest.mark.parametrize(
    ("role", "is_listed"),
    [(Role.PROGRAMME_OFFICER, True), (Role.SECTION_OFFICER, True), (Role.PARTNER, False), (Role.COUNCIL_MEMBER, False)],
)
def test_drafts_of_papers_are_listed_for_those_who_confirm_figures(client, nerima, role, is_listed):
    drafted = nerima.paper()
    client.force_login(nerima.person(role=role))
    for address in ("/", "/papers/"):
        home = lxml.html.fromstring(client.get(address).content)
        assert bool(home.xpath(f".//main//a[contains(@href, '/{drafted.pk}/')]")) == is_listed, address
    assert client.get(f"/papers/{drafted.pk}/").status_code == (302 if is_listed else 404)
    assert client.get(f"/drafts/{drafted.pk}/").status_code == (200 if is_listed else 403)
    assert client.get(f"/drafts/{drafted.pk}/file.html").status_code == (200 if is_listed else 403)


def test_who_confirms_elsewhere_sees_no_drafts_of_this_area(client, nerima):
    drafted = nerima.paper()
    member = nerima.person(role=Role.COUNCIL_MEMBER)
    core.membership(person=member, role=Role.SECTION_OFFICER)  # in an area of its own
    client.force_login(member)
    for address in ("/papers/", "/"):
        assert f"/{drafted.pk}/" not in client.get(address).content.decode(), address
    for address in (f"/papers/{drafted.pk}/", f"/drafts/{drafted.pk}/", f"/drafts/{drafted.pk}/file.html"):
        assert client.get(address).status_code == 404, address
