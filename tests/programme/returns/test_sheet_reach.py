"""Who reaches a collected sheet and its steps: the sender its own, those who ask theirs, readers what counts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from tests.programme.returns.sheets import NOVEMBER, NOW, scene
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.models import Return

pytestmark = pytest.mark.django_db
SENDER = ("submit", "query")
OWNER = ("hand_back", "accept", "lock", "reopen", "excuse", "ask", "close_query", "accept_round", "lock_round")
POSTED = ("accept", "lock", "close_query")


@pytest.fixture
def s():
    made = scene()
    made.query = actions.ask(sheet=made.sent(), element=made.elements["a"], text="内訳は？", by=made.officer, now=NOW)
    return made


def address(s, name):
    sheet = s.sheet()
    pk = {"query": s.query.pk, "close_query": s.query.pk, "accept_round": sheet.round_id, "lock_round": sheet.round_id}
    return reverse(f"returns:{name}", args=[pk.get(name, sheet.pk)])


def people(s):
    """Who → whether they act for the sender, for those who ask."""
    living = core.organisation(area=s.owner.area)
    return {
        "sender": (s.partner, True, False),
        "owner": (s.officer, True, True),
        "officer of the area": (core.person(role=Role.PROGRAMME_OFFICER, organisation=living), True, True),
        "other centre": (core.person(role=Role.PARTNER, organisation=s.centres[1]), False, False),
        "officer elsewhere": (core.person(role=Role.PROGRAMME_OFFICER), False, False),
    }


@pytest.mark.parametrize("name", SENDER + OWNER)
def test_every_step_is_reached_by_its_own_side_only(client, s, name):
    url = address(s, name)
    for who, (person, is_sender, is_owner) in people(s).items():
        client.force_login(person)
        may = is_sender if name in SENDER else is_owner
        ok = 405 if name in POSTED else 200
        assert client.get(url).status_code == (ok if may or name in POSTED else 404), who
        if not may:
            assert client.post(url, {"seen": 2, "text": "x", "reason": "x"}).status_code == 404, who
    for role in (Role.COUNCIL_MEMBER, Role.PROFESSIONAL, Role.ANALYST, Role.ADMINISTRATOR):
        client.force_login(core.person(role=role, organisation=s.owner))
        assert client.post(url, {"seen": 2}).status_code == 403, role
    sheet = s.sheet()
    assert (sheet.status, sheet.version, sheet.queries.get().is_open) == ("submitted", 2, True)


def test_readers_see_what_counts_and_neither_drafts_nor_queries_nor_words(client, s):
    row = s.sheet().values.get(element__code="a")
    draft = s.full(s.sheet(NOVEMBER))
    reader = core.person(role=Role.COUNCIL_MEMBER, organisation=s.owner)
    client.force_login(reader)
    page = client.get(reverse("returns:sheet", args=[s.sheet().pk]))
    assert page.status_code == 200
    assert "内訳は" not in page.content.decode()
    assert "報告の経過" not in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert client.get(reverse("returns:history", args=[s.sheet().pk, row.element_id])).status_code == 200
    assert client.get(reverse("returns:sheet", args=[draft.pk])).status_code == 404
    assert client.get(reverse("returns:history", args=[draft.pk, row.element_id])).status_code == 404
    assert client.post(reverse("returns:sheet", args=[s.sheet().pk]), {"do": "save"}).status_code == 404


def test_what_stood_before_the_first_sending_is_seen_by_those_who_may_write_only(client, s):
    sheet = s.sheet(NOVEMBER)
    s.fill(sheet, whole=9871, a=9871, b=0, stand=4, total=100, share=50)
    s.fill(sheet, whole=5, a=2, b=3)
    actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=timezone.now())
    actions.hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=s.officer, now=NOW)
    s.fill(sheet, whole=6, a=3)
    address = reverse("returns:history", args=[sheet.pk, s.elements["a"].pk])
    readers = [core.person(role=Role.COUNCIL_MEMBER, organisation=s.owner)]
    readers += [core.person(role=role, organisation=s.owner) for role in (Role.ANALYST, Role.PROFESSIONAL)]
    for person in readers:
        client.force_login(person)
        page = client.get(address)
        if page.status_code == 200:
            assert [row.value for row in page.context["rows"]] == [3, 2], person
            assert "9,871" not in page.content.decode()
        else:
            assert page.status_code in (403, 404), person
    for who, (person, is_sender, is_owner) in people(s).items():
        client.force_login(person)
        page = client.get(address)
        if is_sender or is_owner:
            assert [row.value for row in page.context["rows"]] == [3, 2, 9871], who
        else:
            assert page.status_code == 404, who


def test_another_centre_finds_nothing(client, s):
    client.force_login(core.person(role=Role.PARTNER, organisation=s.centres[1]))
    for sheet in (s.sheet(), s.sheet(NOVEMBER)):
        assert client.get(reverse("returns:sheet", args=[sheet.pk])).status_code == 404
        assert client.post(reverse("returns:sheet", args=[sheet.pk]), {"do": "save"}).status_code == 404


def test_steps_by_their_pages(client, s):
    client.force_login(s.officer)

    def post(name, **data):
        sheet = s.sheet()
        answer = client.post(address(s, name), {"seen": sheet.version} | data)
        return answer.status_code, s.sheet().status

    assert post("accept") == (302, "submitted")  # a query is open
    assert post("hand_back", seen=0, reason="件数の確認") == (422, "submitted")
    assert post("hand_back") == (302, "returned")
    assert post("excuse", reason="廃止") == (422, "returned")
    client.force_login(s.partner)
    assert client.post(address(s, "query"), {"text": "確認しました"}).status_code == 302
    assert client.post(address(s, "query"), {"text": " "}).status_code == 422
    assert post("submit") == (302, "submitted")
    client.force_login(s.officer)
    assert client.post(address(s, "close_query"), {"seen": s.query.messages.last().pk}).status_code == 302
    assert client.post(address(s, "query"), {"text": "もう一点"}).status_code == 422
    assert post("accept", seen="x") == (302, "submitted")
    assert post("accept") == (302, "accepted")
    assert post("lock") == (302, "locked")
    assert post("lock") == (302, "locked")
    assert post("reopen", reason="") == (200, "locked")
    assert post("reopen", reason="追加の報告") == (302, "returned")
    told = [step.kind for step in s.sheet().steps.all()][-5:]
    assert told == ["returned", "submitted", "accepted", "locked", "reopened"]


def test_the_owner_fills_and_sends_on_behalf_and_it_is_said(client, s):
    client.force_login(s.officer)
    sheet = s.sheet(NOVEMBER)
    data = {f"e{element.pk}-value": "0" for element in s.elements.values()}
    data[f"e{s.elements['total'].pk}-value"] = "100"
    page = client.get(reverse("returns:sheet", args=[sheet.pk]))
    assert "代わって" in page.content.decode()
    client.post(reverse("returns:sheet", args=[sheet.pk]), data | {"do": "send"})
    client.post(reverse("returns:submit", args=[sheet.pk]), {"seen": 1})
    steps = sheet.steps.filter(kind__in=["saved", "submitted"])
    assert [("代行" in step.text) for step in steps] == [True, True]


def test_what_the_owner_pastes_or_undoes_on_behalf_is_said_too(client, s):
    client.force_login(s.officer)
    sheet = s.sheet(NOVEMBER)
    client.post(reverse("returns:paste", args=[sheet.pk]), {"block": "a\t2", "step": "save"})
    row = sheet.values.get()
    s.fill(sheet, by=s.partner, b=3)
    client.post(reverse("returns:undo", args=[sheet.pk, row.element_id]), {"seen": row.pk})
    told = [(step.by, "代行" in step.text) for step in sheet.steps.filter(kind="saved")]
    assert told == [(s.officer, True), (s.partner, False), (s.officer, True)]


def test_many_are_accepted_at_once_each_by_itself(client, s):
    client.force_login(s.officer)
    other = s.sent(centre=1)
    url = address(s, "accept_round")
    assert len(client.get(url).context["sheets"]) == 2
    ticked = [f"{s.sheet().pk}:{s.sheet().version}", f"{other.pk}:{other.version}", "9999:1", "x:y", ""]
    page = client.post(url, {"sheet": ticked})
    assert [(one.sheet.pk, bool(one.refusal)) for one in page.context["outcomes"]] == [
        (s.sheet().pk, True),
        (other.pk, False),
    ]
    assert Return.objects.get(pk=other.pk).status == "accepted"
    assert client.post(url, {}).context["nothing"]
    foreign = s.sheet(NOVEMBER)
    assert client.post(url, {"sheet": f"{foreign.pk}:0"}).context["nothing"]
    lock = reverse("returns:lock_round", args=[other.round_id])
    assert client.post(lock).status_code == 302
    assert client.post(lock).status_code == 422
