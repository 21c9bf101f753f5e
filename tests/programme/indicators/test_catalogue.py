"""The catalogue: constant queries over a whole plan-year, parameters checked, every line complete."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import core, events, materials, returns
from tests.factories.indicators import indicator
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import CATALOGUE, UnknownFunction, check_params, compute
from zaitaku.programme.indicators.figures import BadParams
from zaitaku.programme.indicators.models import Indicator

YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)
WITH_RECORDS = {"events.attendance", "events.sessions_held", "events.answer_share", "returns.value", "returns.rate"}
WITH_RECORDS |= {"returns.shares", "materials.issued"}


@pytest.fixture
def owner(db):
    return core.organisation()


def plan_year(owner, number):
    """The `number`-th of each kind of figure; those of meetings and of reported totals without records."""
    run = events.lectures(owner, code=f"lecture{number}")
    question = events.question(owner=owner, code=f"q{number}")
    events.answer_share(question=question, session=run.sessions.first(), value=96)
    form = returns.form(owner=owner, code=f"f{number}")
    sheet = returns.sheet(form=form)
    heading = returns.element(form=form, code="wish", kind="percent")
    above, below = (
        returns.element(form=form, code=code, span=span) for code, span in (("n", "period"), ("d", "period"))
    )
    share = returns.element(form=form, code="yes", kind="percent", parent=heading)
    for element, value in ((above, 8), (below, 18), (share, 100)):
        returns.value(sheet=sheet, element=element, value=value)
    materials.movement(title=materials.title(owner=owner, code=f"t{number}"), value=5)
    params = {
        "events.attendance": {"series": run.code},
        "events.sessions_held": {"series": run.code},
        "events.persons": {"series": run.code},
        "events.views": {"series": run.code},
        "events.sessions_planned": {"series": run.code},
        "events.places": {"series": run.code},
        "events.coverage": {"series": run.code},
        "events.reported": {"series": run.code, "measure": "cases"},
        "events.answer_share": {"series": run.code, "question": question.code},
        "meetings.completion": {"series": run.code},
        "meetings.visiting_hospitals": {"series": run.code},
        "meetings.trainees": {"series": run.code},
        "meetings.reviews": {"series": run.code},
        "meetings.wishes": {},
        "meetings.issues": {"level": "area"},
        "returns.value": {"form": form.code, "element": "n"},
        "returns.rate": {"form": form.code, "numerator": "n", "denominator": "d"},
        "returns.shares": {"form": form.code, "element": "wish"},
        "returns.reporters": {"form": form.code},
        "facilities.listed_groups": {},
        "library.sharings": {},
        "library.editions": {},
        "library.cases": {},
        "library.videos": {},
        "library.views": {},
        "materials.issued": {"title": f"t{number}", "kind": "issued", "span": "year"},
        "materials.stock": {"title": f"t{number}"},
        "materials.destinations_served": {"title": f"t{number}"},
    }
    return [indicator(owner=owner, function=name, params=params[name]) for name in CATALOGUE]


def queries():
    asked = list(Indicator.objects.all())
    with CaptureQueriesContext(connection) as caught:
        figures = compute(asked, year=YEAR, as_of=COVER)
    assert len(figures) == len(asked)
    recorded = [one for one in asked if one.function in WITH_RECORDS]
    assert all(figures[one.code].records for one in recorded)
    return len(caught)


def test_each_function_once_or_ten_times_over_take_the_same_number_of_queries(owner):
    plan_year(owner, 0)
    few = queries()
    for number in range(1, 10):
        plan_year(owner, number)
    assert queries() == few <= 95


def test_every_line_says_its_formula_and_lists_its_records(owner):
    for one in plan_year(owner, 0):
        line = CATALOGUE[one.function]
        assert str(line.formula)
        assert line.version >= 1
        check_params(one.function, one.params)


@pytest.mark.parametrize(
    ("function", "params", "named"),
    [
        ("events.nothing", {}, "events.nothing"),
        ("events.attendance", {}, "series"),
        ("events.attendance", {"series": ""}, "series"),
        ("events.attendance", {"series": "a", "sereis": "b"}, "sereis"),
        ("events.attendance", {"series": 5}, "series"),
        ("returns.value", {"form": "f", "element": "e", "expected": "27"}, "expected"),
        ("returns.value", {"form": "f", "element": "e", "expected": True}, "expected"),
        ("returns.value", {"form": "f", "element": "e", "organisations": "all"}, "organisations"),
        ("returns.rate", {"form": "f", "numerator": "n", "denominator": "d", "decimals": 9}, "decimals"),
        ("materials.issued", {"title": "t", "kind": "burnt", "span": "year"}, "kind"),
        ("materials.issued", {"title": "t", "kind": "issued", "span": "week"}, "span"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(function, params, named):
    with pytest.raises(BadParams, match=named):
        check_params(function, params)


def test_unknown_functions_and_two_areas_at_once_are_refused(owner):
    with pytest.raises(UnknownFunction, match=r"none\.such"):
        compute([indicator(owner=owner, function="none.such")], year=YEAR, as_of=COVER)
    with pytest.raises(ValueError, match="one area"):
        compute([indicator(owner=owner), indicator()], year=YEAR, as_of=COVER)
    assert compute([], year=YEAR, as_of=COVER) == {}
