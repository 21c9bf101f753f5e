"""What the guides say is so: their pictures, links, addresses and the words they quote from the pages.

A label of a page is written **「保存する」** in a guide, an address `/plan/import/`, a picture pictures/….png.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.urls import Resolver404, resolve

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
PICTURES = ROOT / "docs" / "guides" / "pictures"
MOST_BYTES = 200_000
MOST_PICTURES = 90  # all guides together
LABEL = re.compile(r"\*\*「([^」]+)」\*\*")
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
ADDRESS = re.compile(r"`(/[^`\s]*)`")
OWN_EXAMPLES = {"太字のかぎ括弧", "…"}


def words_of_the_pages():
    """Every Japanese text of the catalogues, and the words that the rules themselves print."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        found |= set(re.findall(r'"([぀-ヿ一-鿿]+)"', path.read_text("utf-8")))
    for path in (ROOT / "src").rglob("locale/ja/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="ja"):
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                found |= {text for text in texts if text}
    return found


@pytest.fixture(scope="module")
def words():
    return words_of_the_pages()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_quoted_label_stands_on_a_page(guide, words):
    quoted = set(LABEL.findall(guide.read_text("utf-8"))) - OWN_EXAMPLES
    open_texts = [re.split(r"%\(\w+\)[sd]", text) for text in words if "%(" in text]
    patterns = [re.compile(".+".join(map(re.escape, pieces))) for pieces in open_texts]
    missing = [one for one in quoted if one not in words and not any(pattern.fullmatch(one) for pattern in patterns)]
    assert not missing, f"{guide.name} quotes labels that no page has: {missing}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_address_opens_something(guide):
    for address in ADDRESS.findall(guide.read_text("utf-8")):
        try:
            resolve(address)
        except Resolver404:
            pytest.fail(f"{guide.name} names {address}, which no page has")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_link_and_picture_exists(guide):
    for target, anchor in LINK.findall(guide.read_text("utf-8")):
        file = (guide.parent / target) if target else guide
        assert file.exists(), f"{guide.name} links to {target}"
        if anchor:
            assert anchor in anchors_of(file), f"{guide.name} links to {target}#{anchor}"


def anchors_of(file):
    """As the usual renderers make them: lower case, spaces to hyphens, punctuation gone."""
    headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_pictures_are_few_small_and_all_used():
    pictures = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    used = {name for guide in GUIDES for name in re.findall(r"pictures/([\w-]+\.png)", guide.read_text("utf-8"))}
    assert set(pictures) == used
    assert len(pictures) <= MOST_PICTURES
    assert not {name for name, size in pictures.items() if size > MOST_BYTES}


@pytest.mark.parametrize(
    ("guide", "least"),
    [
        ("officer", 10),
        ("section-officer", 2),
        ("events-officer", 12),
        ("meetings-officer", 8),
        ("returns-officer", 6),
        ("returns-sender", 5),
        ("materials-officer", 5),
        ("ordering", 3),
        ("library", 5),
        ("community-groups", 5),
        ("professionals", 4),
        ("resident", 5),
        ("door", 2),
        ("administrator", 3),
        ("council", 2),
    ],
)
def test_every_role_has_a_guide_with_pictures_that_the_index_names(guide, least):
    text = (ROOT / "docs" / "guides" / f"{guide}.ja.md").read_text("utf-8")
    assert len(re.findall(r"!\[[^\]]+\]\(pictures/", text)) >= least, "every step has its picture"
    assert f"({guide}.ja.md)" in (ROOT / "docs" / "guides" / "README.md").read_text("utf-8")


def test_the_guide_of_the_door_is_one_printed_page():
    text = (ROOT / "docs" / "guides" / "door.ja.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) <= 40
    assert len(re.findall(r"!\[", text)) <= 2
