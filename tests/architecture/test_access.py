"""Every address by every role: who gets in, who is sent away, and that nothing changes for those sent away."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, resolve

from tests.architecture import places as world_of
from tests.architecture.places import (
    ANONYMOUS,
    ELSEWHERE,
    ENDED,
    INACTIVE,
    FormSeen,
    Place,
    UnknownArgument,
    forms_in,
    places,
    undone,
)
from tests.core.test_access import MATRIX
from zaitaku.config import urls as product_urls
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import ChainHead

PUBLIC = {
    "accounts:invitation": "opened by the link of an invitation, before there is a password",
    "events:answer": "the personal link to a questionnaire, for people without an account",
    "events:answer_at_venue": "the questionnaire behind the QR code of the venue",
    "events:answer_thanks": "says that the answers have arrived",
    "materials:coordination_sheet": "where anybody downloads the form that care and medicine write to each other on",
    "materials:coordination_pdf": "the same form, empty, as PDF",
    "materials:coordination_xlsx": "the same form, empty, as Excel",
    "portal:accessibility": "the accessibility statement is for everybody",
    "portal:events": "what residents are invited to; public series only",
    "portal:event": "one session of a public series; others are not found",
    "portal:event_calendar": "the same session for a calendar",
    "portal:feed": "all public sessions for calendars that ask again and again",
    "portal:open_data": "public sessions of a year in the form of the standard data set",
    "portal:handout": "files that were marked as public, of sessions of public series",
    "portal:groups": "community groups that agreed to be listed",
    "portal:group": "one group of the public list; others are not found",
    "portal:print_groups": "the public list on paper",
    "portal:groups_csv": "the public list as open data",
    "portal:groups_json": "the public list as open data",
    "portal:groups_xlsx": "the public list as open data",
    "facilities:ask_to_be_listed": "the form by which a group asks to be listed",
    "facilities:asked_to_be_listed": "says that a letter is on its way, the same to everybody",
    "facilities:my_group": "a group's own page, behind a link nobody can guess",
    "facilities:send_my_group": "a group's own page, behind a link nobody can guess",
    "facilities:change_my_group": "a group's own page, behind a link nobody can guess",
    "facilities:confirm_my_group": "a group's own page, behind a link nobody can guess",
    "facilities:my_group_consent": "a group's own page, behind a link nobody can guess",
    "facilities:end_my_group": "a group's own page, behind a link nobody can guess",
    "workspace:home": "leads strangers to the public page; staff see their desk behind its own guard",
    "events:sign_up": "the form by which anybody signs up",
    "events:my_sign_up": "one's own sign-up, behind a link nobody can guess",
    "events:change_my_sign_up": "one's own sign-up, behind a link nobody can guess",
    "events:cancel_my_sign_up": "one's own sign-up, behind a link nobody can guess",
    "events:my_calendar": "one's own sign-up, behind a link nobody can guess",
    "materials:order_by_link": "a destination orders guidebooks, behind a link nobody can guess",
    "materials:cancel_by_link": "a destination's own order, behind a link nobody can guess",
    "materials:receive_by_link": "a destination's own order, behind a link nobody can guess",
    "events:draw": "the numbers of a lottery in drawn order, so that anybody can repeat the draw",
    "library:shared": "a document shared with somebody without an account, behind a link nobody can guess",
    "library:open_shared": "a document shared with somebody without an account, behind a link nobody can guess",
}
OTHERS = {
    "set_language": "Django's; changes the language of the pages, nothing else",
    "account_login": "sign-in",
    "account_logout": "sign-out",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that people are invited",
    "account_reauthenticate": "asks for the password again",
    "account_change_password": "one's own password",
    "socialaccount_login_cancelled": "sign-in through the town hall's directory",
    "socialaccount_login_error": "sign-in through the town hall's directory",
    "socialaccount_signup": "sign-in through the town hall's directory; invents nobody",
    "openid_connect_login": "sign-in through the town hall's directory",
    "openid_connect_callback": "sign-in through the town hall's directory",
}
SECOND_FACTOR = "mfa_"  # one's own second factor
# A view that takes a POST from people who may only read; the rest must refuse them.
READERS_SEND = {
    "workspace:check": "checks a document and keeps nothing",
    "jobs:cancel": "one's own jobs only",
    "workspace:bundle": "asks for the files of a paper that one may read; the job is one's own",
}
# Answers 405 to the method that a view does not take, before anybody is asked who they are.
NOT_ALLOWED = 405
OURS = [place for place in places() if place.is_ours]
by_name = pytest.mark.parametrize("place", OURS, ids=lambda place: place.name)


def unguarded(found: list[Place]) -> list[str]:
    return [place.name for place in found if place.is_ours and place.permissions is None and place.name not in PUBLIC]


def test_every_view_of_ours_is_a_page_or_public_for_a_reason():
    assert unguarded(places()) == []
    open_to_all = {place.name for place in OURS if place.permissions is None}
    assert open_to_all == set(PUBLIC)


def test_a_view_that_forgot_its_guard_is_caught():
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")

    forgotten.__module__ = "zaitaku.programme.plans.views"
    seeded: Any = ModuleType("seeded")
    below = [path("<int:pk>/down/", forgotten, name="forgotten")]
    seeded.urlpatterns = [*product_urls.urlpatterns, path("deep/", include((below, "seeded")))]
    assert unguarded(places(seeded)) == ["seeded:forgotten"]


def test_an_argument_nobody_knows_is_an_error(world):
    unknown = Place("x:y", "never/<int:heard>/", lambda request: None, (("never:heard", "heard"),))
    with pytest.raises(UnknownArgument, match="never:heard"):
        world.address(unknown)


def test_the_pages_of_others_are_those_we_know():
    names = {place.name for place in places() if not place.is_ours}
    assert {name for name in names if not name.startswith(SECOND_FACTOR)} == set(OTHERS)


def test_pages_of_others_show_nothing_of_the_programme_to_strangers(world):
    for place in places():
        if place.is_ours:
            continue
        route = place.route.replace("^(?P<provider_id>[^/]+)", "unknown").replace("<int:pk>", "1")
        address = "/" + route.removesuffix("$")
        assert "<" not in address, place.route
        answer = world.client(ANONYMOUS).get(address)
        assert answer.status_code in (200, 302, 400, 401, 403, 404, 405), place.name
        assert "練馬区" not in answer.content.decode(), place.name


def expected_in(place: Place, who: str) -> bool:
    """By the table of the accounts' own test, not by the code that is being tested."""
    assert place.permissions is not None
    if who in (ANONYMOUS, INACTIVE):
        return False
    if not place.permissions:
        return True
    held = "" if who == ENDED else MATRIX[Role.PROGRAMME_OFFICER if who == ELSEWHERE else Role(who)]
    return any(permission.value in held.split() for permission in place.permissions)


def ask(client: Any, method: str, address: str) -> Any:
    return client.get(address) if method == "get" else client.post(address, {})


@by_name
def test_roles(world, place):
    """Each person, GET and an empty POST."""
    address = world.address(place)
    opened = []
    for who in (ANONYMOUS, *world.people):
        for method in ("get", "post"):
            with undone():
                before = ChainHead.objects.get().digest
                answer = ask(world.client(who), method, address)
                seen = f"{who} {method} {address}: {answer.status_code}"
                assert answer.status_code < 500, seen
                if answer.status_code == NOT_ALLOWED:
                    continue
                if place.permissions is None:
                    assert answer.status_code in (200, 302, 422), seen
                elif who in (ANONYMOUS, INACTIVE):
                    assert answer.status_code == 302, seen
                    assert answer.url.startswith("/account/login/?next="), seen
                elif not expected_in(place, who):
                    assert answer.status_code == 403, seen
                else:
                    assert answer.status_code != 403, seen
                    if answer.status_code != 404 and who not in (ELSEWHERE, ENDED):
                        opened.append(who)
                if who == ANONYMOUS or (place.permissions is not None and not expected_in(place, who)):
                    assert ChainHead.objects.get().digest == before, f"{seen} changed something"
    assert place.permissions is None or opened, f"{address} leads nowhere for anybody: is its value right?"


@pytest.mark.parametrize("place", [one for one in OURS if one.permissions is not None], ids=lambda place: place.name)
def test_no_role_gets_by_with_another_method(world, place):
    for method in ("put", "patch", "delete", "head", "options"):
        with undone():
            answer = getattr(world.client(ANONYMOUS), method)(world.address(place))
            assert answer.status_code in (302, NOT_ALLOWED), f"{method} {place.name}"


FOR_OFFICERS = [one for one in OURS if one.permissions is not None and expected_in(one, ELSEWHERE)]


@pytest.mark.parametrize("place", FOR_OFFICERS, ids=lambda place: place.name)
def test_objects_of_another_area_do_not_exist(world, place):
    """For an officer of elsewhere, an address with an argument leads nowhere, and a list shows nothing of ours."""
    client = world.client(ELSEWHERE)
    for method in ("get", "post"):
        with undone():
            before = ChainHead.objects.get().digest
            answer = ask(client, method, world.address(place))
            if answer.status_code == NOT_ALLOWED:
                continue
            told = answer.content.decode(errors="replace") if not answer.streaming else ""
            if place.params and place.name not in WITHOUT_OBJECT:
                assert answer.status_code == 404, f"{method} {place.name}: {answer.status_code}"
            assert "在宅療養講演会" not in told, f"{method} {place.name}"
            assert ChainHead.objects.get().digest == before, f"{method} {place.name}"


WITHOUT_OBJECT = {
    "plans:preview": "the token is that of one's own session; another's counts as expired",
}


def test_people_who_only_read_can_send_nothing(world):
    """What takes their POST is named with its reason; any other page they may see shows them no form to send."""
    client = world.client(Role.COUNCIL_MEMBER)
    for place in OURS:
        if place.permissions is None:
            continue
        address = world.address(place)
        with undone():
            before = ChainHead.objects.get().digest
            sent = client.post(address, {})
            assert ChainHead.objects.get().digest == before or place.name in READERS_SEND, place.name
        if sent.status_code in (403, 404, NOT_ALLOWED) or place.name in READERS_SEND:
            continue
        page = client.get(address)
        assert not (page.status_code == 200 and forms_in(page.content, address)), f"{place.name} shows a form"


def test_the_world_has_everybody(world):
    assert set(world.people) == {*Role, INACTIVE, ENDED, ELSEWHERE}
    assert world_of.PARAM.findall("events/sessions/<int:pk>/") == [("events/sessions/", "pk")]


# Objects of the example that are not the dental association's, whose people the section officer and the partner are.
def test_nobody_changes_what_other_organisations_answer_for(world):
    """The forms that the programme officer sees, filled in and sent by people of another organisation.

    The officer sends the same, so that it is known that the forms are filled in well enough to change something.
    """
    changed_by_officer, tried = set(), 0
    for place in OURS:
        if not place.permissions:
            continue
        address = world.address(place)
        with undone():
            page = world.client(Role.PROGRAMME_OFFICER).get(address)
        if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            continue
        for form in forms_in(page.content, address):
            if resolve(urlsplit(form.action).path).view_name in READERS_SEND:
                continue
            tried += 1
            if changes(world, Role.PROGRAMME_OFFICER, form):
                changed_by_officer.add(place.name)
            for role in (Role.SECTION_OFFICER, Role.PARTNER):
                assert not changes(world, role, form), f"{role} changed something at {form.action} from {place.name}"
    assert len(changed_by_officer) >= 12, sorted(changed_by_officer)
    assert tried >= 25


def changes(world: Any, who: str, form: FormSeen) -> bool:
    theirs = str(world.nerima.organisation("高齢者支援課").pk)
    with undone():
        before = ChainHead.objects.get().digest
        answer = world.client(who).post(form.action, form.filled(owner=theirs))
        assert answer.status_code < 500, f"{who} {form.action}"
        changed = bool(ChainHead.objects.get().digest != before)
        if who != Role.PROGRAMME_OFFICER:
            assert answer.status_code in (200, 302, 403, 404, 422), f"{who} {form.action}: {answer.status_code}"
        return changed
