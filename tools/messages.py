"""Message catalogues: what texts the product has, whether each has its Japanese, and the compiled files.

    python tools/messages.py check      names every text without a Japanese entry; exit code 1 if there is one
    python tools/messages.py extract    adds the missing texts, untranslated, to each catalogue
    python tools/messages.py compile    writes django.mo beside each django.po that is newer

A text belongs to the catalogue of the app it stands in. An entry of core/pages, which lies below every app, serves
for all; texts outside an app (config, catalogue.py) may have theirs in any, and extract puts them into core/pages.
English needs no catalogue: the texts are English.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "zaitaku"
COMMON = Path("core/pages")
PO = Path("locale/ja/LC_MESSAGES/django.po")
HEADER = """msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_STRING = r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"\b(n?p?gettext|_)\(u?{_STRING}(?:, *u?{_STRING})?(?:, *u?{_STRING})?")


@dataclass(frozen=True)
class Text:
    """One use of a text: where, and as what. `plural` is "" for a text without a plural form."""

    path: Path
    line: int
    msgid: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return (self.context, self.msgid)


@dataclass(frozen=True)
class Problem:
    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{self.line}: {self.what}"


def texts(source: Path = SOURCE) -> Iterator[Text]:
    """Every text marked for translation in the Python files and templates under `source`."""
    for path in sorted(source.rglob("*.py")):
        code = path.read_bytes()
        if b"gettext" in code and "migrations" not in path.parts:
            yield from _python_texts(path, code)
    for path in sorted(source.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            yield from _template_texts(path)


def _python_texts(path: Path, code: bytes) -> Iterator[Text]:
    for line, found, _comments, context in extract("python", BytesIO(code), KEYWORDS):  # type: ignore[arg-type]
        singular, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        yield Text(path, line, singular, plural, context)


def _template_texts(path: Path) -> Iterator[Text]:
    """Django turns the template into something with gettext calls; the calls, and only they, are read from it."""
    plain = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(plain):
        parts = [ast.literal_eval(part) for part in call.groups()[1:] if part]
        context = parts.pop(0) if "pgettext" in call[1] else None
        plural = parts[1] if call[1].startswith("n") else ""
        yield Text(path, plain.count("\n", 0, call.start()) + 1, parts[0], plural, context)


def catalogue_of(path: Path, source: Path = SOURCE) -> Path:
    """The .po file a text in `path` belongs to."""
    for folder in path.parents:
        if folder == source:
            break
        if (folder / "apps.py").exists():
            return folder / PO
    return source / COMMON / PO


def read(po: Path) -> Catalog:
    if not po.exists():
        return Catalog(locale="ja", charset="utf-8")
    with po.open("rb") as file:
        return read_po(file, locale="ja")


def problems(source: Path = SOURCE) -> list[Problem]:
    """Texts without a finished Japanese entry, and one text with different Japanese in two apps."""
    catalogues = {po: read(po) for po in source.rglob("django.po")}
    empty = Catalog()
    common = catalogues.get(source / COMMON / PO, empty)
    found = []
    for text in texts(source):
        po = catalogue_of(text.path, source)
        places = [catalogues.get(po, empty), common]
        if po == source / COMMON / PO and (source / COMMON) not in text.path.parents:
            places += catalogues.values()
        entries = (place.get(text.msgid, text.context) for place in places)
        entry = next((one for one in entries if one is not None), None)
        if why := _unfinished(entry, text):
            found.append(Problem(text.path, text.line, f"{text.msgid!r} {why}"))
    return found + list(_conflicts(catalogues)) + list(_broken_entries(catalogues))


def _unfinished(entry: Message | None, text: Text) -> str:
    if entry is None:
        return "has no Japanese entry"
    strings = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
    if not strings or not all(strings):
        return "has an empty Japanese entry"
    if entry.fuzzy:
        return "has a fuzzy Japanese entry"
    if text.plural and not entry.pluralizable:
        return "needs a plural entry (msgid_plural)"
    return ""


def _conflicts(catalogues: dict[Path, Catalog]) -> Iterator[Problem]:
    """Django lays all catalogues on one another: of two translations one would be shown in both apps."""
    seen: dict[tuple[str | None, str], dict[str, Path]] = defaultdict(dict)
    for po, catalogue in sorted(catalogues.items()):
        for entry in catalogue:
            if entry.id and entry.string:
                key = entry.id[0] if entry.pluralizable else entry.id
                seen[(entry.context, key)].setdefault(str(entry.string), po)
    for (_context, msgid), strings in seen.items():
        if len(strings) > 1:
            places = "; ".join(f"{string} in {po}" for string, po in strings.items())
            yield Problem(
                next(iter(strings.values())), 0, f"{msgid!r} is translated in two ways: {places}. Use pgettext."
            )


def _broken_entries(catalogues: dict[Path, Catalog]) -> Iterator[Problem]:
    """Entries whose placeholders differ from the text's: such a page would fail or lose a value."""
    for po, catalogue in catalogues.items():
        for entry in catalogue:
            strings = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
            ids = entry.id if isinstance(entry.id, list | tuple) else (entry.id,)
            wanted = [_placeholders(one) for one in ids]
            for string in strings:
                if entry.id and string and _placeholders(string) not in wanted:
                    yield Problem(po, entry.lineno or 0, f"{ids[0]!r}: the placeholders differ in {string!r}")


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text.replace("%%", "")))


def extract_missing(source: Path = SOURCE) -> int:
    """Adds every text without an entry to its catalogue, untranslated; returns how many.

    Entries are added at the end, as text: what translators have written and ordered stays untouched."""
    common = read(source / COMMON / PO)
    added: dict[Path, dict[tuple[str | None, str], Text]] = defaultdict(dict)
    for text in texts(source):
        po = catalogue_of(text.path, source)
        if text.key not in added[po] and not any(c.get(text.msgid, text.context) for c in (read(po), common)):
            added[po][text.key] = text
    for po, missing in added.items():
        if not missing:
            continue
        po.parent.mkdir(parents=True, exist_ok=True)
        before = po.read_text(encoding="utf-8") if po.exists() else HEADER
        po.write_text(before + "".join(_empty_entry(text, source) for text in missing.values()), encoding="utf-8")
    return sum(len(missing) for missing in added.values())


def _empty_entry(text: Text, source: Path) -> str:
    lines = ["", f"#: {text.path.relative_to(source)}"]
    if text.context is not None:
        lines.append(f"msgctxt {_quoted(text.context)}")
    lines.append(f"msgid {_quoted(text.msgid)}")
    if text.plural:
        lines.append(f"msgid_plural {_quoted(text.plural)}")
    return "\n".join([*lines, 'msgstr[0] ""' if text.plural else 'msgstr ""', ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def compile_all(source: Path = SOURCE) -> int:
    """Writes each .mo that is not of its .po's moment; returns how many. Written aside and renamed, so that a server
    starting meanwhile never reads half a file; dated before it is read, so that a change meanwhile is not missed."""
    written = 0
    for po in sorted(source.rglob("django.po")):
        mo = po.with_suffix(".mo")
        moment = po.stat().st_mtime_ns
        if mo.exists() and mo.stat().st_mtime_ns == moment:
            continue
        aside = mo.with_suffix(f".mo.{os.getpid()}")
        with aside.open("wb") as file:
            write_mo(file, read(po))
        os.utime(aside, ns=(moment, moment))
        aside.replace(mo)
        written += 1
    return written


def main(arguments: Iterable[str]) -> int:
    match list(arguments):
        case ["compile"]:
            print(f"{compile_all()} catalogues compiled")
        case ["extract"]:
            print(f"{extract_missing()} texts added; translate them and run check")
        case ["check"]:
            found = problems()
            print("\n".join(str(problem) for problem in found) or "every text has its Japanese")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
