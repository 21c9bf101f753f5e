"""A case is published only with three consents and a list that two people went through; withdrawal stops editions."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override

from tests.factories import core, events, library
from tests.factories.events import NOW
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.library.actions import casebook as actions
from zaitaku.programme.library.actions.casebook import CaseIsEmpty, NotTicked, SamePerson
from zaitaku.programme.library.actions.editions import NotPublishable, offer_again
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.choices import Check, Consent, Side
from zaitaku.programme.library.models import Case, ConsentStep, Tick
from zaitaku.programme.library.queries import casebook as queries

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def missing(case):
    return queries.missing(queries.with_all(Case.objects.filter(pk=case.pk)).get())


def change(case, by, **kw):
    names = ("title", "scene", "theme", "professions", "background", "done", "learnt", "session")
    fields = {"seen": case.version} | {name: getattr(case, name) for name in names} | kw
    return actions.change_case(case=case, by=by, now=NOW + timedelta(hours=1), **fields)


def look(case, by, item=Check.NAMES):
    return actions.tick(case=case, item=item, seen=case.version, by=by, now=NOW)


def say(case, state, side=Side.PERSON, on=TODAY):
    return actions.note_consent(
        case=case, side=side, state=state, on=on, how="電話", by=events.recorder(), now=NOW + timedelta(hours=2)
    )


def test_what_is_missing_is_named_with_its_remedy():
    case = library.case(learnt="")
    words = " ".join(missing(case))
    for part in ("本人・家族", "事業所・施設", "発表者", "得られた学び", f"{len(Check)}項目"):
        assert part in words
    with pytest.raises(NotPublishable, match="本人・家族"):
        library.edition(case)
    assert missing(library.publishable()) == []


def test_two_people_look_through_a_case():
    case, first, second = library.case(), core.person(), core.person()
    look(case, first)
    with pytest.raises(SamePerson):
        look(case, first)
    assert any("二人目" in one for one in missing(case))
    done = look(case, second)
    assert (done.ticked_by, done.confirmed_by) == (first, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tick.objects.filter(pk=done.pk).update(confirmed_by=first)
    actions.take_back_tick(case=case, item=Check.NAMES, by=first, now=NOW)
    with pytest.raises(NotTicked):
        actions.take_back_tick(case=case, item=Check.NAMES, by=first, now=NOW)


def test_a_tick_counts_for_the_words_that_were_read():
    case, first, second = library.case(), core.person(), core.person()
    look(case, first)
    changed = change(case, first, background="名前のある文")
    for person in (first, second):
        with pytest.raises(ChangedMeanwhile, match="本文が変更されています"):
            look(case, person)
    assert not Tick.objects.filter(case=case, reset_at=None).exists()
    look(changed, second)


def test_an_older_form_writes_no_removed_name_back():
    case = library.case(background="田中さんが入院した。")
    change(case, core.person(), background="80代の人が入院した。")
    with pytest.raises(ChangedMeanwhile, match=f"事例{case.pk}"):
        change(case, core.person(), learnt="早い連絡が大切である。")
    case.refresh_from_db()
    assert "田中" not in case.background


@pytest.mark.parametrize("field", ["title", "theme", "background", "done", "learnt"])
def test_a_changed_word_takes_every_tick_back(field):
    case = library.publishable()
    change(case, events.recorder(), **{field: "別の言葉"})
    assert any("匿名化の点検" in one for one in missing(case))
    assert queries.last_reset(case) is not None
    assert Tick.objects.filter(case=case, reset_at=None).count() == 0
    assert Tick.objects.filter(case=case).count() == len(Check), "who looked at the text before stays known"


def test_the_meeting_a_case_comes_from_is_no_word_of_it():
    case = library.publishable()
    change(case, events.recorder(), session=events.session())
    assert missing(case) == []


def test_the_words_of_a_case_stay_out_of_the_audit():
    case = library.publishable()
    change(case, events.recorder(), background="個人の名前を含むかもしれない文")
    assert not any("かもしれない" in str(one.details) + one.subject_name for one in AuditEntry.objects.all())


def test_hints_point_to_passages():
    case = library.case(background="令和5年12月1日、田中さん（92歳）が光が丘病院に入院した。")
    found = {(hint.item, hint.text) for hint in queries.hints_of(case)}
    assert found == {
        (Check.DATES, "令和5年12月1日"),
        (Check.NAMES, "田中さん"),
        (Check.AGES, "92歳"),
        (Check.INSTITUTIONS, "光が丘病院"),
    }


@pytest.mark.parametrize("state", [Consent.WITHDRAWN, Consent.REFUSED])
def test_withdrawn_consent_stops_the_editions_that_hold_the_case(state):
    owner = core.organisation()
    case, other = library.publishable(owner=owner), library.publishable(owner=owner)
    with_it, without = library.edition(case, other), library.edition(other)
    with override("en"):
        assert say(case, state, side=Side.PRESENTER) == [with_it]
    with_it.refresh_from_db()
    without.refresh_from_db()
    assert with_it.stopped_at is not None
    assert f"事例{case.pk}の同意" in with_it.stopped_because, "in Japanese, whoever noted it"
    assert without.stopped_at is None
    with pytest.raises(NotPublishable):
        library.edition(case)
    with pytest.raises(LibraryRefused):
        offer_again(edition=with_it, because="誤記", by=events.recorder())
    say(case, Consent.GIVEN, side=Side.PRESENTER)
    assert offer_again(edition=with_it, because="誤記", by=events.recorder()).stopped_at is None


def test_consent_is_never_given_ahead_and_never_rewritten():
    case = library.case()
    with pytest.raises(LibraryRefused, match="未来"):
        say(case, Consent.GIVEN, on=date(2030, 1, 1))
    say(case, Consent.GIVEN)
    say(case, Consent.GIVEN)
    assert case.consents.count() == 1
    for change_it in (lambda rows: rows.update(how="別"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change_it(ConsentStep.objects.filter(case=case))


def test_an_edition_keeps_its_words():
    case = library.publishable()
    edition = library.edition(case)
    change(case, events.recorder(), title="後から変えた題名")
    assert edition.parts.get().title != "後から変えた題名"


def test_words_are_taken_out_for_good_only_where_nobody_is_offered_them():
    case = library.publishable()
    edition = library.edition(case)
    with pytest.raises(LibraryRefused, match="公開中"):
        actions.clear_case(case=case, because="本人の申出", by=events.recorder(), now=NOW)
    say(case, Consent.WITHDRAWN)
    actions.clear_case(case=case, because="本人の申出", by=events.recorder(), now=NOW)
    case.refresh_from_db()
    part = edition.parts.get()
    assert (case.title, case.background, part.title, part.background) == ("", "", "", "")
    assert case.consents.exists()
    with pytest.raises(CaseIsEmpty):
        change(case, events.recorder(), title="戻す")


def test_cases_of_others_and_the_same_twice_are_refused():
    case, other = library.publishable(), library.publishable()
    with pytest.raises(LibraryRefused):
        library.edition(case, other)
    with pytest.raises(LibraryRefused):
        library.edition(case, case)
    library.edition(case, number=7)
    with pytest.raises(Exception, match="第7号"):
        library.edition(case, number=7)
