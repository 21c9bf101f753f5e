"""A withdrawal at the very moment in which an edition is offered again: no case without consent is offered."""

import pytest

from tests.factories import events, library
from tests.factories.events import NOW
from tests.racing import one_after_the_other
from zaitaku.programme.library.actions.casebook import note_consent
from zaitaku.programme.library.actions.editions import offer_again
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.choices import Consent, Side

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition():
    case = library.publishable()
    edition = library.edition(case, library.publishable(owner=case.owner))
    for state in (Consent.WITHDRAWN, Consent.GIVEN):
        say(case, state)
    edition.refresh_from_db()
    return edition


def say(case, state):
    how = {"side": Side.PERSON, "on": NOW.date(), "how": "電話"}
    return note_consent(case=case, state=state, **how, by=events.recorder(), now=NOW)


@pytest.mark.parametrize("is_offered_first", [True, False])
def test_what_was_withdrawn_is_not_offered(edition, is_offered_first):
    assert edition.stopped_at is not None
    case, by = edition.parts.get(position=1).case, events.recorder()
    acts = [
        lambda: offer_again(edition=edition, because="誤記", by=by),
        lambda: say(case, Consent.WITHDRAWN),
    ]
    one_after_the_other(*acts[:: 1 if is_offered_first else -1], refusal=LibraryRefused)
    edition.refresh_from_db()
    assert edition.stopped_at is not None
