"""A superseded and a current version that was shared and opened, cases, an edition, a video with views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import library
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.actions.sharing import open_by_link, open_version

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    document = library.document(owner=owner, title="感染対策の手引き", is_open=True)
    library.version(document=document)
    version = library.version(document=document, changes="面会の章を改めた。")
    sharing = library.shared(
        version=version, organisations=[world.nerima.organisation("歯科医師会")], emails=["reader@example.jp"]
    )
    document.tags.create(word="感染対策")
    open_version(version=version, person=world.officer, now=timezone.now())
    private = sharing.addressees.get(organisation=None)
    open_by_link(addressee=private, version=version, now=timezone.now())
    session = Session.objects.filter(series__owner=owner).order_by("pk")[0]
    case = library.publishable(owner=owner, session=session)
    library.case(owner=owner, background="令和5年12月1日に田中さん（92歳）が入院した。")
    edition = library.edition(case)
    stopped = library.publishable(owner=owner)
    video = library.video(owner=owner, session=session)
    library.views(video=video)
    return {
        "documents:pk": document.pk,
        "versions:pk": version.pk,
        "sharings:pk": sharing.pk,
        "addressees:pk": private.pk,
        "shared:key": private.key,
        "cases:pk": stopped.pk,
        "editions:pk": edition.pk,
        "videos:pk": video.pk,
    }
