"""`counter host` in words and in JSON."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.queue import host
from tests.cli.conftest import Run
from tests.queue.shared.server import free_port


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="counter-queue-"))
    yield made
    host.stop(made)
    shutil.rmtree(made)


def test_start_shows_what_the_other_pcs_are_told(run: Run, folder: Path) -> None:
    where = ("--folder", str(folder))
    assert run("host", "status", *where, "--json").answer["state"] == "absent"
    assert run("host", "url", *where, "--json").error["code"] == "host.absent"
    assert run("host", "stop", *where, "--json").error["code"] == "host.absent"
    started = run("host", "start", "--port", str(free_port()), *where, "--json")
    assert started.answer["state"] == "running"
    assert started.answer["url"] == host.url(folder)
    assert f'[queue]\nurl = "{host.url(folder)}"' in run("host", "url", *where).out
    assert host.url(folder) not in run("host", "status", *where).out
    assert run("host", "stop", *where, "--json").answer["state"] == "stopped"


@pytest.mark.parametrize(("language", "said"), [("ko", "없"), ("en", "There is no")])
def test_it_speaks_the_language_of_the_office(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.delenv("COUNTER_LANG", raising=False)
    file = home / "counter.toml"
    text = file.read_text("utf-8").replace('language = "ko"', f'language = "{language}"')
    file.write_text(text, "utf-8")
    told = run("host", "status", "--folder", str(tmp_path / "none"), "--home", str(home))
    assert said in told.out
