"""Community groups as open data, in the terms of Open Referral HSDS 3.0: service, organization, location, schedule.

None of the municipal standard data sets lists groups of residents (公共施設一覧 and 介護サービス事業所一覧 are about
buildings and insured services), hence the columns of the CSV carry the names of HSDS fields, each behind its object,
and the JSON is an array of HSDS services with what belongs to them inside.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from zaitaku.reports import csv_list

CSV_TYPE = csv_list.CONTENT_TYPE
JSON_TYPE = "application/json; charset=utf-8"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # RFC 5545, as HSDS byday


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group; `weekdays` count from Monday as 0, `weeks` are 1 to 5, none is every week."""

    key: str
    name: str
    kana: str
    kinds: tuple[str, ...]
    description: str
    eligibility: str
    venue: str
    address: str
    area: str
    city: str
    weekdays: tuple[int, ...]
    weeks: tuple[int, ...]
    starts: time | None
    ends: time | None
    schedule: str
    fees: str
    application: str
    contact: str
    phone: str
    email: str
    web: str
    page: str
    assured_on: date

    @property
    def byday(self) -> str:
        """MO,WE; with weeks 2MO,4MO."""
        days = [_DAYS[day] for day in self.weekdays]
        return ",".join(f"{week or ''}{day}" for day in days for week in self.weeks or (0,))

    @property
    def freq(self) -> str:
        return "" if not self.weekdays else "MONTHLY" if self.weeks else "WEEKLY"


_COLUMNS = {
    "service.id": "key",
    "organization.name": "name",
    "organization.alternate_name": "kana",
    "taxonomy_term.name": "kinds",
    "service.description": "description",
    "service.eligibility_description": "eligibility",
    "location.name": "venue",
    "address.address_1": "address",
    "service_area.name": "area",
    "address.city": "city",
    "schedule.freq": "freq",
    "schedule.byday": "byday",
    "schedule.opens_at": "starts",
    "schedule.closes_at": "ends",
    "schedule.description": "schedule",
    "service.fees_description": "fees",
    "service.application_process": "application",
    "contact.name": "contact",
    "phone.number": "phone",
    "service.email": "email",
    "service.url": "web",
    "service.additional_url": "page",
    "service.assured_date": "assured_on",
}


def render_csv(rows: Sequence[GroupRow]) -> bytes:
    made: list[list[csv_list.Value]] = [list(_COLUMNS)]
    for row in rows:
        values = [getattr(row, name) for name in _COLUMNS.values()]
        made.append(["、".join(value) if isinstance(value, tuple) else value for value in values])
    return csv_list.render(made)


def render_json(rows: Sequence[GroupRow]) -> bytes:
    return json.dumps([_service(row) for row in rows], ensure_ascii=False, indent=1).encode()


def _service(row: GroupRow) -> dict[str, Any]:
    """Without what is not given."""
    return _given(
        {
            "id": row.key,
            "name": row.name,
            "alternate_name": row.kana,
            "description": row.description,
            "status": "active",
            "url": row.web,
            "additional_urls": [{"url": row.page}],
            "email": row.email,
            "fees_description": row.fees,
            "application_process": row.application,
            "eligibility_description": row.eligibility,
            "assured_date": row.assured_on.isoformat(),
            "organization": {"name": row.name, "alternate_name": row.kana, "description": row.description},
            "contacts": [{"name": row.contact}] if row.contact else [],
            "phones": [{"number": row.phone}] if row.phone else [],
            "service_areas": [{"name": row.area}] if row.area else [],
            "schedules": [_schedule(row)],
            "service_at_locations": [{"location": _location(row)}],
            "attributes": [{"taxonomy_term": {"name": kind}} for kind in row.kinds],
        }
    )


def _schedule(row: GroupRow) -> dict[str, Any]:
    hours = {
        "opens_at": f"{row.starts:%H:%M}" if row.starts else "",
        "closes_at": f"{row.ends:%H:%M}" if row.ends else "",
    }
    return _given({"freq": row.freq, "byday": row.byday, **hours, "description": row.schedule})


def _location(row: GroupRow) -> dict[str, Any]:
    address = {"address_1": row.address, "city": row.city, "country": "JP", "address_type": "physical"}
    return _given({"name": row.venue, "addresses": [_given(address)] if row.address else []})


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {}, None)}
