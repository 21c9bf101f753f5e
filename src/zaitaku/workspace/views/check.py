"""検算 as a page: a file or a text goes in, the findings stand beside the text. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from zaitaku.analysis.check import Checked, Finding, SourceLine, Verdict, check, explain
from zaitaku.analysis.intake import IntakeRefused, Limits, read_lines
from zaitaku.analysis.intake.refusals import too_large
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import is_japanese, worded
from zaitaku.workspace.forms import CheckForm

# Many times a council paper, and some ten seconds of work; `zaitaku check` takes more.
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line with the worst verdict upon it; `ending` are the findings whose first place ends here."""

    text: str
    verdict: str
    ending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    location: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    verdict: str
    locations: str
    words: str


SEVERITY = [Verdict.DIFFERS, Verdict.CANNOT_TELL, Verdict.NOTICE, Verdict.ROUNDING, Verdict.AGREE]


@page(Permission.VIEW_PROGRAMME)
def check_page(request: StaffRequest) -> HttpResponse:
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _checked(form.cleaned_data.get("file"), form.cleaned_data["text"])
        except IntakeRefused as refusal:
            form.add_error("file", worded(refusal))
    return render(request, "workspace/check.html", context, status=422 if form.is_bound and form.errors else 200)


def _checked(file: "UploadedFile[bytes] | None", text: str) -> dict[str, object]:
    name, content = (file.name or "", file.read()) if file else ("text.txt", text.encode())
    read = read_lines(content, name, limits=Limits())
    characters = sum(len(line.text) for line in read.lines)
    if characters > MOST_CHARACTERS:
        raise too_large("too_many_characters", "文字", "characters", characters, MOST_CHARACTERS)
    checked = check(read.lines)
    rows = [_row(number, finding) for number, finding in enumerate(checked.findings, start=1)]
    counts = [(verdict.value, sum(row.verdict == verdict.value for row in rows)) for verdict in SEVERITY]
    return {
        "name": name if file else "",
        "rows": sorted(rows, key=lambda row: SEVERITY.index(Verdict(row.verdict))),
        "counts": counts,
        "lines": _marked(read.lines, checked),
        "not_read": [
            (unread.location, unread.reason_ja if is_japanese() else unread.reason_en) for unread in read.unread
        ],
        "not_understood": [(unread.spans[0].location, unread.spans[0].text) for unread in checked.unread],
        "was_checked": True,
    }


def _row(number: int, finding: Finding) -> Row:
    locations = "、".join(dict.fromkeys(span.location for span in finding.spans))
    return Row(number, finding.verdict.value, locations, explain(finding, "ja" if is_japanese() else "en"))


def _marked(source: Sequence[SourceLine], checked: Checked) -> list[Line]:
    """Every line in pieces, cut where a finding begins or ends."""
    by_line: dict[int, list[_Mark]] = {}
    for number, finding in enumerate(checked.findings, start=1):
        for place, span in enumerate(finding.spans):
            mark = _Mark(span.start, span.end, number if place == 0 else 0, finding.verdict)
            by_line.setdefault(span.line, []).append(mark)
    return [_line(line, by_line.get(place, [])) for place, line in enumerate(source, start=1)]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Part of a finding on one line; `number` is 0 but for its first part."""

    start: int
    end: int
    number: int
    verdict: Verdict


def _line(line: SourceLine, marks: list[_Mark]) -> Line:
    cuts = sorted({0, len(line.text), *(cut for mark in marks for cut in (mark.start, mark.end))})
    pieces = []
    for start, end in pairwise(cuts):
        here = [mark.verdict for mark in marks if mark.start <= start and end <= mark.end]
        ending = tuple(mark.number for mark in marks if mark.end == end and mark.number)
        pieces.append(Piece(line.text[start:end], min(here, key=SEVERITY.index, default=""), ending))
    return Line(line.location, tuple(pieces))
