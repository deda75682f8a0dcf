"""What the documents point to is there: files, headings, and the commands they show."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from counter_app.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])]
LINK = re.compile(r'\]\(([^)\s]+)\)|src="([^"]+)"')
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^(?:bin/)?counter ([^#\n]+)", re.MULTILINE)
SAID = re.compile(r"`(?:bin/)?counter ([^`\n]+)`")
WORD = re.compile(r"--[a-z][a-z-]*|[a-z][a-z-]*")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.strip().lower()).replace(" ", "-") for one in headings}


def missing(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def shown(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return [*SHOWN.findall("\n".join(BLOCK.findall(text))), *SAID.findall(text)]


def unknown(commands: Any, line: str) -> list[str]:
    """The words of a command that are neither groups, commands nor its options."""
    at, words = commands, re.sub(r"'[^']*'|\"[^\"]*\"", "", line).split()
    while words and getattr(at, "commands", None) and WORD.fullmatch(words[0]):
        word = words.pop(0)
        if word not in at.commands:
            return [word]
        at = at.commands[word]
    options = {name for param in at.params for name in param.opts} | {"--help"}
    return [word for word in re.findall(r"--[a-z][a-z-]*", " ".join(words)) if word not in options]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = ["".join(found) for found in LINK.findall(page.read_text("utf-8"))]
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inside if missing(page, link)] == []


def test_every_command_that_is_shown_is_one() -> None:
    commands = get_command(app)
    every = [(named(page), line) for page in PAGES for line in shown(page)]
    assert len(every) > 100
    assert [(page, line, wrong) for page, line in every if (wrong := unknown(commands, line))] == []
    for mistake in ("tickt take", "ticket take --lnag vi", "certificate issue 7 --home DIR --ot c"):
        assert unknown(commands, mistake)
