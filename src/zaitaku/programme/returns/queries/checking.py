"""A sheet held against the rules of its form, said in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.return_rules import Answered, Check, CheckKind, findings
from zaitaku.analysis.return_rules import Severity as Weight
from zaitaku.programme.returns.choices import Adding, RuleKind, Severity
from zaitaku.programme.returns.models import Breakdown, Element, Form, Return, Rule, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in, in_spell
from zaitaku.programme.returns.queries.months import Months, months_of
from zaitaku.programme.returns.queries.words import Words

_FROM_MONTHS = (CheckKind.NOT_BELOW_LAST, CheckKind.HISTORY, CheckKind.PER_1000_65)


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """What speaks against sending, with numbers and remedy. `is_explained`: the answer has a word beside it."""

    element: Element
    severity: Severity
    text: str
    is_explained: bool = False


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A check of a form. `in_year`: its running total begins anew each fiscal year."""

    check: Check
    in_year: bool = False


def answers_of(values: Iterable[Value]) -> dict[int, Answered]:
    """Element id → the answer, from the rows that count."""
    return {row.element_id: Answered(row.value, State(row.state), row.note) for row in values}


def findings_of(sheet: Return, answers: Mapping[int, Answered]) -> list[SheetFinding]:
    """Everything that stops the sheet or wants a word, in the order of its questions. `answers` by element id.

    An item without an answer is a stop of its own. Six queries at most.
    """
    items = asked_in(sheet.form, sheet.start)
    rules = list(rules_in(sheet.form, sheet.start))
    checks = checks_of(items, rules)
    pks = {item.element.code: item.element.pk for item in items}
    looking_back = {pks[one.check.element] for one in checks if one.check.kind in _FROM_MONTHS}
    months = months_of(sheet.form, looking_back, [sheet.organisation_id])
    return held(sheet, items, checks, answers, months)


def rules_in(form: Form, start: date | None) -> Iterable[Rule]:
    """Rules that count for the sheets that begin on `start`. Two queries."""
    rules = form.rules.select_related("element").prefetch_related("others")
    return rules.filter(in_spell(start)) if start is not None else rules.filter(valid_to=None)


def checks_of(items: Sequence[AskedItem], rules: Iterable[Rule]) -> list[FormCheck]:
    """In the order of the items; of each first whether it was answered, then its parts, then its rules."""
    asked = {item.element.code for item in items}
    found: dict[str, list[FormCheck]] = {code: [] for code in asked}
    for check in (*answered_checks(items), *part_checks(items)):
        found[check.element].append(FormCheck(check))
    for rule in rules:
        if rule.element.code in asked:
            found[rule.element.code].append(
                rule_check(
                    RuleKind(rule.kind),
                    rule.element,
                    severity=Severity(rule.severity),
                    others=[one.code for one in rule.others.all() if one.code in asked],
                    minimum=rule.minimum,
                    maximum=rule.maximum,
                )
            )
    return [check for item in items for check in found[item.element.code]]


def rule_check(
    kind: RuleKind,
    element: Element,
    *,
    severity: Severity,
    others: Sequence[str] = (),
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
) -> FormCheck:
    in_year = kind == RuleKind.NOT_BELOW_YEAR
    held_as = CheckKind.NOT_BELOW_LAST if in_year else CheckKind(kind)
    return FormCheck(Check(held_as, element.code, Weight(severity), tuple(others), minimum, maximum), in_year)


def answered_checks(items: Sequence[AskedItem]) -> list[Check]:
    """Every item wants an answer, but for a heading over percentages, which have no sum."""
    above = {item.element.parent_id for item in items}
    headings = {item.element.pk for item in items if item.element.kind == Kind.PERCENT and item.element.pk in above}
    return [Check(CheckKind.ANSWERED, one.element.code) for one in items if one.element.pk not in headings]


def part_checks(items: Sequence[AskedItem]) -> list[Check]:
    """Each breakdown of an item by itself: EXACT parts make the whole, of SEVERAL none is above it.

    Parts that no breakdown made go together. Parts of another kind than their whole, and percentages, are not compared.
    """
    wholes = {item.element.pk: item.element for item in items if item.element.kind != Kind.PERCENT}
    groups: dict[tuple[int, Breakdown | None], list[str]] = {}
    for item in items:
        part = item.element
        if part.parent_id in wholes and part.kind == wholes[part.parent_id].kind:
            groups.setdefault((part.parent_id, part.breakdown), []).append(part.code)
    return [
        Check(
            CheckKind.SEVERAL if by is not None and by.adding == Adding.SEVERAL else CheckKind.PARTS,
            wholes[whole].code,
            others=tuple(codes),
        )
        for (whole, by), codes in groups.items()
    ]


def held(
    sheet: Return,
    items: Sequence[AskedItem],
    checks: Iterable[FormCheck],
    answers: Mapping[int, Answered],
    months: Months,
) -> list[SheetFinding]:
    """What does not hold. No query."""
    elements = {item.element.code: item.element for item in items}
    by_code = {code: answers[element.pk] for code, element in elements.items() if element.pk in answers}
    words = Words(items)
    found = []
    for one in checks:
        element = elements[one.check.element]
        known = {element.code: months.known(sheet, element.pk, in_year=one.in_year)}
        for finding in findings([one.check], by_code, known):
            noted = element.code in by_code and bool(by_code[element.code].note)
            text = words.of(finding, one.check)
            found.append(SheetFinding(element, Severity(finding.severity.value), text, noted))
    return found
