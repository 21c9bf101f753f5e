import argparse
import json

import pytest

from tests.factories import core
from tests.programme.plans.tables import ROWS, text
from zaitaku.cli import plan as command
from zaitaku.cli.main import Refused
from zaitaku.core.areas.models import Area
from zaitaku.programme.plans import queries
from zaitaku.programme.plans.models import Plan, PlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    core.area()
    path = tmp_path / "plan.txt"
    path.write_bytes(text())
    return path


def run(*arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(one) for one in arguments]))


def test_a_dry_run_saves_nothing(file, capsys):
    assert run("import", file, "--dry-run", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["outcome"], answer["initiatives"]) == ("would change", 4)
    assert answer["owners_missing"] == ["地域課", "支援課"]
    assert not Plan.objects.exists()


def test_import_then_import_then_export_then_import(file, tmp_path, capsys):
    with pytest.raises(Refused, match="地域課"):
        run("import", file)
    assert not Plan.objects.exists()
    assert run("import", file, "--create-owners", "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "created"
    assert run("import", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "unchanged"
    before = queries.tree(PlanVersion.objects.get())
    for form in ("xlsx", "tsv"):
        out = tmp_path / f"out.{form}"
        assert run("export", "--format", form, "--out", out) == 0
        capsys.readouterr()
        assert run("import", out, "--json") == 0
        assert json.loads(capsys.readouterr().out)["outcome"] == "unchanged"
    assert queries.tree(PlanVersion.objects.get()) == before


def test_lines_that_are_not_understood_stop_the_import_unless_left_out(file, capsys):
    file.write_bytes(text(*ROWS, "\t\t\t\t\t\t\t\t余分な欄"))
    with pytest.raises(Refused, match="--leave-out"):
        run("import", file, "--create-owners")
    assert not Plan.objects.exists()
    assert run("import", file, "--create-owners", "--leave-out") == 0


@pytest.mark.parametrize("data", [b"", "ただの文章".encode(), text(title="期間のない題名")])
def test_a_file_that_is_no_plan_is_refused(file, data):
    file.write_bytes(data)
    with pytest.raises(Refused):
        run("import", file, "--create-owners")


def test_without_or_with_several_municipalities_one_must_be_chosen(file):
    core.area()
    with pytest.raises(Refused, match="--area"):
        run("import", file)
    chosen = Area.objects.first()
    assert run("import", file, "--create-owners", "--area", chosen.code) == 0
    assert Plan.objects.get().area == chosen


def test_export_without_a_plan_says_what_to_do(file, tmp_path):
    with pytest.raises(Refused, match="plan import"):
        run("export", "--format", "tsv", "--out", tmp_path / "out.tsv")
