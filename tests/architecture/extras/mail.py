"""A letter that failed: it can be tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zaitaku.core.mail.models import Letter

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    now = timezone.now()
    letter = Letter.objects.create(
        to="a@example.jp", subject="在宅療養講演会", body="本文", written_at=now, not_before=now, failed_at=now, tries=8
    )
    return {"letters:pk": letter.pk}
