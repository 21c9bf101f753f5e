"""Documents with versions, acts of sharing, cases, editions and videos, for tests."""

from datetime import date, datetime
from itertools import count
from typing import Any

from tests.factories import core
from tests.factories.events import NOW, recorded, recorder
from zaitaku.core.accounts.models import Person
from zaitaku.programme.library.actions import casebook, editions
from zaitaku.programme.library.actions import sharing as sharing_actions
from zaitaku.programme.library.choices import Check, Consent, DocumentKind, Scene, Side
from zaitaku.programme.library.models import Case, Document, Edition, Sharing, Version, Video, ViewCount

PDF = b"%PDF-1.7 guideline"
_next = count(1).__next__


def document(**kw: Any) -> Document:
    """Without a version."""
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {"kind": DocumentKind.GUIDELINE, "title": f"手引き{_next()}", "created_at": NOW}
    return Document.objects.create(**(defaults | kw))


def version(**kw: Any) -> Version:
    """The next one of its document; a file unless `address` is given."""
    if "document" not in kw:
        kw["document"] = document()
    if "added_by" not in kw:
        kw["added_by"] = recorder()
    defaults: dict[str, Any] = {
        "number": kw["document"].versions.count() + 1,
        "title": kw["document"].title,
        "issued_on": date(2023, 10, 1),
        "added_at": NOW,
    }
    if "address" not in kw:
        content = kw.setdefault("content", PDF)
        defaults |= {"file_name": "手引き.pdf", "media_type": "application/pdf", "size": len(content)}
    return Version.objects.create(**(defaults | kw))


def shared(*, version: Version, now: datetime = NOW, by: Person | None = None, **kw: Any) -> Sharing:
    """Today and by letter, unless said otherwise."""
    defaults = {"on": now.astimezone().date(), "by_letter": True}
    return sharing_actions.share(version=version, by=by or recorder(), now=now, **(defaults | kw))


def case(**kw: Any) -> Case:
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {
        "title": f"退院を支えた連携{_next()}",
        "scene": Scene.HOSPITAL,
        "theme": "退院前の準備",
        "professions": ["doctor", "care_manager"],
        "background": "80代の一人暮らしの人が入院した。",
        "done": "退院前に関係者が集まり、役割を決めた。",
        "learnt": "早い時期の連絡が大切である。",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Case.objects.create(**(defaults | kw))


def consented(one: Case, *, now: datetime = NOW) -> Case:
    for side in Side:
        casebook.note_consent(
            case=one, side=side, state=Consent.GIVEN, on=now.date(), how="書面", by=recorder(), now=now
        )
    return one


def ticked(one: Case, *, now: datetime = NOW) -> Case:
    """By one, confirmed by another."""
    first, second = core.person(role=None), core.person(role=None)
    for item in Check:
        casebook.tick(case=one, item=item, seen=one.version, by=first, now=now)
        casebook.tick(case=one, item=item, seen=one.version, by=second, now=now)
    return one


def publishable(**kw: Any) -> Case:
    return ticked(consented(case(**kw)))


def edition(*cases: Case, now: datetime = NOW, **kw: Any) -> Edition:
    owner = cases[0].owner
    defaults: dict[str, Any] = {
        "number": owner.library_editions.count() + 1,
        "title": "多職種連携事例集",
        "issued_on": date(2023, 11, 1),
        "preface": "事例をまとめました。",
        "contact": "地域医療課",
        "is_open": True,
    }
    return editions.make_edition(
        owner=owner, cases=[one.pk for one in cases], by=recorder(), now=now, **(defaults | kw)
    )


def video(**kw: Any) -> Video:
    number = _next()
    if "owner" not in kw:
        kw["owner"] = core.organisation()
    defaults = {
        "title": f"在宅療養の動画{number}",
        "address": f"https://videos.example.jp/watch?v=abcdef{number:05}",
        "published_on": date(2023, 9, 15),
        "created_at": NOW,
    }
    return Video.objects.create(**(defaults | kw))


def views(**kw: Any) -> ViewCount:
    if "video" not in kw:
        kw["video"] = video()
    return ViewCount.objects.create(**recorded(**({"month": date(2023, 10, 1), "value": 120} | kw)))
