"""Home lists what one's own organisation undertook at a committee."""

from datetime import date

import lxml.html

from tests.factories.meetings import committees


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
