"""counter keys page: the page for strangers with this centre's trust file inside."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_command_makes_the_districts_page(run: Run, tmp_path: Path) -> None:
    html, file = tmp_path / "page.html", tmp_path / "trust.json"
    made = run("keys", "page", str(html), "--json").answer
    assert made == {**run("keys", "export", str(file), "--json").answer, "file": str(html)}
    held = html.read_text("utf-8").split('id="trust">')[1].split("</script>")[0]
    assert json.loads(held)["roots"] == json.loads(file.read_text())["roots"] != []


def test_a_place_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    done = run("keys", "page", str(tmp_path / "none" / "page.html"), "--json")
    assert (done.status, done.error["code"]) == (1, "printing.path_unwritable")
