"""A round of visits with a hospital that is one of the organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.meetings import visits
from zaitaku.programme.meetings.choices import VisitStatus

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    one = visits.round_(owner=world.nerima.organisation("高齢者支援課"), code="extra-visits")
    hospital = visits.hospital(series=one.series, organisation=world.nerima.organisation("医師会"))
    slots = [visits.slot(round=one) for _number in range(3)]
    trainee = visits.trainee(round=one, hospital=hospital, wishes=(slots[0], slots[1]))
    visits.visit(trainee=trainee, slot=slots[0], status=VisitStatus.PLANNED)
    visits.trainee(round=one, hospital=hospital, wishes=(slots[0],))
    return {
        "visits:pk": one.series_id,
        "rounds:pk": one.pk,
        "hospitals:pk": hospital.pk,
        "trainees:pk": trainee.pk,
        "visit-slots:pk": slots[2].pk,
    }
