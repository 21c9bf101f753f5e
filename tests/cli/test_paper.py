"""`zaitaku paper`: the same document in four formats, and the refusals."""

import json
from datetime import UTC, datetime

import pytest

from tests.reports import readers
from zaitaku.cli.main import main
from zaitaku.programme.council.actions import freeze_paper
from zaitaku.programme.council.models import Paper, RowText
from zaitaku.workspace.queries.drafting import draft_for

AT = datetime(2024, 1, 20, tzinfo=UTC)
YEAR = ["--fiscal-year", "2023", "--as-of", "2023-12-31"]
pytestmark = pytest.mark.django_db


def test_four_formats_carry_the_same_cells(nerima, tmp_path, capsys) -> None:
    made = {}
    for suffix in ("pdf", "xlsx", "docx", "html"):
        out = tmp_path / f"paper.{suffix}"
        assert main(["paper", *YEAR, "--format", suffix, "--out", str(out), "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["title"] == "令和５年度　練馬区在宅療養推進事業実施結果（令和５年12月末現在）"
        assert said["status"] == "draft"
        made[suffix] = out.read_bytes()
        assert said["bytes"] == len(made[suffix])
    cells = readers.html(made["html"])
    assert cells == readers.word(made["docx"]) == readers.excel(made["xlsx"])
    results = [words for grid in cells for *_, words in grid]
    printed = "".join(readers.pdf_pages(made["pdf"]))
    lines = [line for words in results for line in words.split("\n")]
    assert not [line for line in lines if readers.squeeze(line) not in printed]
    assert any("27か所9,869件（11月末時点）" in words for words in results)
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"paper.{s}" for s in ("docx", "html", "pdf", "xlsx")]


def test_a_frozen_paper_is_equal_whenever_it_is_made(nerima, tmp_path, capsys) -> None:
    frozen = [*YEAR, "--format", "pdf", "--frozen", "--out"]
    assert main(["paper", *frozen, str(tmp_path / "none.pdf")]) == 1
    assert "--frozen" in capsys.readouterr().err
    paper = Paper.objects.get()
    draft = draft_for(paper, created=AT)
    freeze_paper(paper=paper, draft=draft, due=lambda leaf: AT.date(), by=nerima.person(), at=AT, override_reason="例")
    main(["paper", *frozen, str(tmp_path / "first.pdf")])
    RowText.objects.update(result="あとで変えた")
    main(["paper", *frozen, str(tmp_path / "second.pdf")])
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()


def test_what_is_refused_leaves_no_file(nerima, tmp_path, capsys) -> None:
    RowText.objects.filter(key="A2").update(result="{A2.gone}")
    out = tmp_path / "paper.pdf"
    assert main(["paper", *YEAR, "--format", "pdf", "--out", str(out)]) == 1
    assert "A2.gone" in capsys.readouterr().err
    assert main(["paper", "--fiscal-year", "2010", "--as-of", "2010-12-31", "--format", "pdf", "--out", str(out)]) == 1
    with pytest.raises(SystemExit) as wrong:
        main(["paper", *YEAR, "--format", "odt", "--out", str(out)])
    assert wrong.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(nerima, tmp_path, capsys) -> None:
    assert main(["paper", *YEAR, "--format", "html", "--out", str(tmp_path / "none" / "paper.html")]) == 1
    assert capsys.readouterr().err
