"""A course with somebody who holds a certificate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.factories.meetings import courses

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    course = courses.course(owner=owner, code="extra-course")
    certified = courses.said(courses.enrolment(course=course, certified_on=date(2023, 11, 1)), "1111")
    courses.said(courses.enrolment(course=course), "1111")
    courses.said(courses.enrolment(course=course), "11--")
    return {"courses:pk": course.series_id, "enrolments:pk": certified.pk}
