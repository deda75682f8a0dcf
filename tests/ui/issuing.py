"""One paper issued at the desk, and what was kept and printed of it."""

import json
from pathlib import Path
from typing import Any

from tests.asking import Sql
from tests.certificates.papers import run
from tests.ui.driver import Driver
from ui.certificate.panel import CertificatePanel


def issue(desk: Driver) -> None:
    desk.press("F9")
    desk.settle()
    case = desk.work.certificate.after.case
    assert case, desk.work.certificate.page.strip.words
    desk.press("F10")
    desk.settle()
    assert case.state == "spooled"


def kept(sql: Sql, column: str = "asked") -> dict[str, Any]:
    ((text,),) = sql(f"SELECT {column} FROM certificate ORDER BY id DESC LIMIT 1")
    found: dict[str, Any] = json.loads(str(text))
    return found


def printed(home: Path, panel: CertificatePanel) -> str:
    assert panel.after.case
    path = home / "prints" / f"{panel.after.case.issue_number}.pdf"
    return " ".join(run("pdftotext", "-layout", path, "-").split())


def state(panel: CertificatePanel) -> str | None:
    return panel.after.case.state if panel.after.case else None
