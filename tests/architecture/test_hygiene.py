"""What must not be in the repository, and what every dependency must say."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_index_address_or_machine_path() -> None:
    # Put together here so that this file does not find itself.
    words = ["--" + "index-url", "--extra-" + "index-url", "py" + "pi.org", "files.python" + "hosted.org"]
    pattern = re.compile("|".join(map(re.escape, words)) + r"|(?<![\w.])/(?:work|root|farm)/\w")
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    assert not found


def test_no_third_party_assets() -> None:
    kinds = {".ttf", ".otf", ".woff", ".woff2", ".pyc", ".whl", ".jar", ".mo"}
    assert not [path for path in tracked() if path.suffix in kinds or path.name.endswith(".min.js")]


def test_files_stay_under_a_megabyte() -> None:
    assert not [path for path in tracked() if path.stat().st_size > 1_000_000]


def test_every_dependency_has_its_reason() -> None:
    for name in ("base.in", "dev.in"):
        for line in (ROOT / "requirements" / name).read_text().splitlines():
            if line and not line.startswith(("#", "-c")):
                assert re.search(r"\s#\s\S.{8,}", line), f"{name}: {line}"


def test_dependencies_are_pinned_with_hashes() -> None:
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        pins = re.findall(r"^([\w.-]+)==[^\n]*\\\n((?:\s+--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 10
