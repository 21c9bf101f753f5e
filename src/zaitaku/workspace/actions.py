"""Work of the workspace that goes on behind the pages."""

import io
import os
import time
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from zaitaku.core.jobs.worker import Handle, Refused
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import frozen_content
from zaitaku.programme.council.queries.formats import FORMATS, file_name
from zaitaku.reports.document import Document
from zaitaku.reports.stable_zip import stable
from zaitaku.workspace.queries.drafting import draft_for

KEPT_SECONDS = 7 * 24 * 3600


def bundle_paper(handle: Handle) -> dict[str, Any]:
    """Every format of a paper in one zip file, kept with the job. A second run writes the same file anew."""
    paper = Paper.objects.select_related("version__plan__area").filter(pk=handle.params["paper"]).first()
    if paper is None:
        raise Refused("資料が見つかりません。")
    document = document_of(paper)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for done, one in enumerate(FORMATS.values()):
            handle.progress(done, len(FORMATS))
            archive.writestr(file_name(document, one.suffix), one.render(document))
    keep(bundle_file(handle.hold.job), stable(made.getvalue()))
    handle.progress(len(FORMATS), len(FORMATS))
    return {"url": reverse("workspace:bundle_file", args=[handle.hold.job])}


def document_of(paper: Paper) -> Document:
    return (
        frozen_content(paper).document if paper.is_frozen else draft_for(paper, created=timezone.now()).content.document
    )


def bundle_file(job: int) -> Path:
    return Path(settings.DATA) / "files" / "bundles" / f"{job}.zip"


def keep(path: Path, data: bytes) -> None:
    """Written aside and renamed: whoever reads the file reads all of it. Files older than a week go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    aside = path.with_suffix(".new")
    aside.write_bytes(data)
    os.replace(aside, path)
