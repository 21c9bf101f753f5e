"""Reading for papers: the year's table, the composed document, what was frozen, what differs and what is still open."""

from zaitaku.programme.council.queries.changes import (
    CellChange,
    FigureChange,
    PaperChanges,
    compare_papers,
)
from zaitaku.programme.council.queries.composing import (
    Composed,
    ComposedRow,
    compose_document,
    compose_rows,
)
from zaitaku.programme.council.queries.drafts import (
    Computed,
    Draft,
    draft_of,
    new_paper,
    passport_of,
    recomposed,
    year_table_of,
)
from zaitaku.programme.council.queries.due import (
    OpenLeaf,
    due_day,
    events_awaited,
    is_working_day,
    open_leaves,
    working_day,
)
from zaitaku.programme.council.queries.errata import Errata, carried_on, errata, figures_for_errata
from zaitaku.programme.council.queries.frozen import (
    PaperContent,
    UnreadableContent,
    content_from_json,
    digest_of,
    document_from_json,
    document_to_json,
    to_json,
)
from zaitaku.programme.council.queries.papers import frozen_content, marks_shown, open_marks, papers_for, papers_seen_by
from zaitaku.programme.council.queries.phrases import paper_title
from zaitaku.programme.council.queries.sources import Source, confirmed
from zaitaku.programme.council.queries.table import (
    PaperRow,
    PaperSection,
    Words,
    YearTable,
    row_texts,
    table_of,
    template_codes,
    year_table,
)

__all__ = [
    "CellChange",
    "Composed",
    "ComposedRow",
    "Computed",
    "Draft",
    "Errata",
    "FigureChange",
    "OpenLeaf",
    "PaperChanges",
    "PaperContent",
    "PaperRow",
    "PaperSection",
    "Source",
    "UnreadableContent",
    "Words",
    "YearTable",
    "carried_on",
    "compare_papers",
    "compose_document",
    "compose_rows",
    "confirmed",
    "content_from_json",
    "digest_of",
    "document_from_json",
    "document_to_json",
    "draft_of",
    "due_day",
    "errata",
    "events_awaited",
    "figures_for_errata",
    "frozen_content",
    "is_working_day",
    "marks_shown",
    "new_paper",
    "open_leaves",
    "open_marks",
    "paper_title",
    "papers_for",
    "papers_seen_by",
    "passport_of",
    "recomposed",
    "row_texts",
    "table_of",
    "template_codes",
    "to_json",
    "working_day",
    "year_table",
    "year_table_of",
]
