"""Every text for people exists in English and Japanese, and none is written past the translation."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override, pgettext
from tools import messages

from tests.architecture.templates import all_templates, untagged

JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")  # signs such as ・ are no words
ENGLISH = re.compile(r"[A-Za-z]{2,}")
# Template -> texts it may hold untranslated, and why.
ALLOWED: dict[str, tuple[set[str], str]] = {}
# Signs and proper names that are the same in both languages.
SAME_EVERYWHERE = {"CSV", "Excel", "PDF", "Word", "HTML", "TSV", "xlsx", "docx", "pdf", "html", "tsv", "csv", "JSON"}
SAME_EVERYWHERE.add("ACP")


def test_every_text_has_its_japanese():
    found = messages.problems()
    assert not found, "\n" + "\n".join(str(problem) for problem in found)


def test_our_japanese_is_what_the_pages_show():
    """Django lays the catalogues of all apps on one another, those of libraries too: ours must lie on top."""
    messages.compile_all()
    hidden = []
    for po in messages.SOURCE.rglob("django.po"):
        for entry in messages.read(po):
            if not entry.id or entry.pluralizable or not entry.string:
                continue
            with override("ja"):
                shown = pgettext(entry.context, entry.id) if entry.context else gettext(entry.id)
            if shown != entry.string:
                hidden.append(f"{entry.id!r} shows {shown!r}, not {entry.string!r} of {po}")
    assert not hidden, "\n".join(hidden)


@pytest.mark.parametrize(("pattern", "language"), [(JAPANESE, "Japanese"), (ENGLISH, "English")])
def test_no_text_is_written_past_the_translation(pattern, language):
    found = []
    for path in all_templates():
        allowed = ALLOWED.get(path.name, (set(), ""))[0] | SAME_EVERYWHERE
        found += [
            str(text) for text in untagged(path) if pattern.search(text.text) and not set(text.text.split()) <= allowed
        ]
    assert not found, f"{language} outside translate tags:\n" + "\n".join(found)


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A tiny product with one app that says one thing."""
    app = tmp_path / "zaitaku" / "hello"
    (app / "templates" / "cotton").mkdir(parents=True)
    (app / "apps.py").touch()
    return tmp_path / "zaitaku"


def write_po(product: Path, entries: str) -> None:
    po = product / "hello" / messages.PO
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(messages.HEADER + "\n" + entries, encoding="utf-8")


def whats(product: Path) -> list[str]:
    return [problem.what for problem in messages.problems(product)]


def test_a_missing_entry_is_named_with_file_and_line(product):
    (product / "hello" / "views.py").write_text('from django.utils.translation import gettext as _\n\n_("Good day")\n')
    (problem,) = messages.problems(product)
    assert str(problem).endswith("hello/views.py:3: 'Good day' has no Japanese entry")


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('msgid "Good day"\nmsgstr ""\n', "has an empty Japanese entry"),
        ('#, fuzzy\nmsgid "Good day"\nmsgstr "こんにちは"\n', "has a fuzzy Japanese entry"),
        ('msgctxt "night"\nmsgid "Good day"\nmsgstr "こんばんは"\n', "has no Japanese entry"),
    ],
)
def test_an_unfinished_entry_counts_as_missing(product, entry, what):
    (product / "hello" / "views.py").write_text('from x import gettext\ngettext("Good day")\n')
    write_po(product, entry)
    assert whats(product) == [f"'Good day' {what}"]


def test_a_finished_entry_is_accepted(product):
    (product / "hello" / "views.py").write_text('from x import gettext\ngettext("Good day")\n')
    write_po(product, 'msgid "Good day"\nmsgstr "こんにちは"\n')
    assert whats(product) == []


@pytest.mark.parametrize(
    ("template", "missing"),
    [
        ('{% translate "Good day" %}', ["Good day"]),
        ("<c-card heading=\"{% translate 'Good day' %}\">x</c-card>", ["Good day"]),
        ("{% blocktranslate trimmed %}\n  Good\n  day {{ name }}\n{% endblocktranslate %}", ["Good day %(name)s"]),
        ('{% translate "100% sure" context "trust" %}', ["100%% sure"]),
        ('{{ _("Good day") }}', ["Good day"]),
        ("{% blocktranslate count n=n %}One day{% plural %}{{ n }} days{% endblocktranslate %}", ["One day"]),
        ("nothing to translate: it's plain", []),
    ],
)
def test_texts_of_templates_and_components_are_found(product, template, missing):
    (product / "hello" / "templates" / "cotton" / "greeting.html").write_text(template, encoding="utf-8")
    assert whats(product) == [f"{text!r} has no Japanese entry" for text in missing]


def test_different_placeholders_and_two_translations_are_found(product):
    write_po(product, 'msgid "Day %(n)s"\nmsgstr "%(m)s日"\n')
    assert "placeholders" in whats(product)[0]
    write_po(product, 'msgid "State"\nmsgstr "状態"\n')
    other = product / "other" / messages.PO
    other.parent.mkdir(parents=True)
    other.write_text(messages.HEADER + '\nmsgid "State"\nmsgstr "国"\n', encoding="utf-8")
    assert "in two ways" in whats(product)[0]


def test_extract_adds_what_is_missing_and_keeps_what_is_there(product):
    (product / "hello" / "views.py").write_text('from x import gettext as _\n_("Good day")\n_("Say \\"hi\\"\\n")\n')
    write_po(product, '# by hand\nmsgid "Good day"\nmsgstr "こんにちは"\n')
    assert messages.extract_missing(product) == 1
    assert messages.extract_missing(product) == 0
    assert "# by hand" in (product / "hello" / messages.PO).read_text(encoding="utf-8")
    assert whats(product) == ["'Say \"hi\"\\n' has an empty Japanese entry"]


def test_compile_writes_what_gettext_reads(product):
    import gettext

    write_po(product, 'msgid "Good day"\nmsgstr "こんにちは"\n\nmsgctxt "c"\nmsgid "x"\nmsgstr "え"\n')
    assert messages.compile_all(product) == 1
    assert messages.compile_all(product) == 0
    with (product / "hello" / messages.PO).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Good day") == "こんにちは"
    assert catalogue.pgettext("c", "x") == "え"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>保存</p>", ["保存"]),
        ('<input placeholder="R5.12.1 など">', ["R5.12.1 など"]),
        ('<c-card heading="資料">x</c-card>', ["資料", "x"]),
        ('{# 覚え書き #}{% comment %}メモ{% endcomment %}<p>{% translate "Save" %}</p>', []),
        ("{% blocktranslate %}Saved{% endblocktranslate %}", []),
        ('<p class="保存">{{ value }}</p>', []),
    ],
)
def test_words_outside_translation_tags_are_seen(tmp_path, source, found):
    path = tmp_path / "page.html"
    path.write_text(source, encoding="utf-8")
    assert [text.text for text in untagged(path)] == found
