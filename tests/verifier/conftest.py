"""The page for strangers in a real browser, at the time of the vectors."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from counter_app.proof.page import page
from counter_app.proof.trust import Bundle
from tests.proof.vectors import FILE
from tests.verifier.browser import Browser

VECTORS = json.loads(FILE.read_text("utf-8"))
Opened = Callable[[Bundle], Browser]


def bundle(name: str) -> Bundle:
    return Bundle.from_json(json.dumps(VECTORS["bundles"][name]))


def at(browser: Browser, seconds: float) -> None:
    """Sets the clock of every page opened from now on."""
    source = f"Date.now = () => {seconds * 1000}"
    browser.do("Page.addScriptToEvaluateOnNewDocument", source=source)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium") / "profile")
    at(browser, VECTORS["now"])
    yield browser
    browser.close()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Opened:
    """Opens a district's page from a file, on the screen of a PC."""

    def open_page(held: Bundle) -> Browser:
        file = tmp_path / "verify.html"
        file.write_text(page(held), "utf-8")
        chromium.screen(1280, 900)
        chromium.open(file.as_uri())
        return chromium

    return open_page


def pasted(browser: Browser, code: str) -> None:
    """Types a code's text and asks, as a person does; returns when the answer is there."""
    browser.call("(code) => { document.querySelector('#code').value = code }", code)
    browser.eval("document.querySelector('#typed button').click()")
    browser.until("!document.querySelector('#answer').hidden")


def answer(browser: Browser) -> dict[str, Any]:
    """Verdict, reason, and the texts shown by their names."""
    found: dict[str, Any] = browser.eval(
        """(() => {
          const box = document.querySelector("#answer");
          const rows = [...box.querySelectorAll("dl div")];
          const texts = (row) => [...row.children].map((child) => child.textContent);
          return {
            verdict: box.dataset.verdict,
            reason: box.dataset.reason,
            heading: box.querySelector("h2").textContent,
            why: box.querySelector(".verdict p").textContent,
            rows: Object.fromEntries(rows.map(texts)),
          };
        })()"""
    )
    return found


def chosen(browser: Browser, file: Path) -> None:
    """Chooses a picture; returns when there is an answer or a complaint."""
    browser.choose("#file", file)
    browser.until("!byId('answer').hidden || !byId('trouble').hidden")


def saved(picture: Image.Image, folder: Path) -> Path:
    file = folder / "picture.png"
    picture.save(file)
    return file
