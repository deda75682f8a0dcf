"""Nothing goes out from the page, and what it needs it says."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from counter_app.proof.page import page
from tests.verifier import pictures
from tests.verifier.browser import Browser
from tests.verifier.conftest import VECTORS, Opened, answer, bundle, chosen, pasted, saved

GENUINE = VECTORS["genuine"]["text"]

ATTEMPTS = (
    "fetch('ADDRESS').then(() => 'sent', () => 'stopped')",
    """new Promise((done) => {
      const image = new Image();
      image.onload = () => done("sent");
      image.onerror = () => done("stopped");
      image.src = "ADDRESS";
    })""",
    """new Promise((done) => {
      const script = document.createElement("script");
      script.onload = () => done("sent");
      script.onerror = () => done("stopped");
      script.src = "ADDRESS";
      document.body.append(script);
    })""",
    """(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
      return globalThis.ran ? "ran" : "stopped";
    })()""",
    "navigator.sendBeacon('ADDRESS', 'x') ? 'tried' : 'stopped'",
)


class Listener(BaseHTTPRequestHandler):
    """Serves the page and remembers what it was asked for."""

    asked: ClassVar[list[str]] = []
    content = page(bundle("fresh")).encode()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.content)

    do_POST = do_GET  # noqa: N815 - the base class asks for it by this name

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Listener.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def test_nothing_leaves_the_page(
    chromium: Browser, server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    address = f"http://127.0.0.1:{server.server_port}"
    chromium.open(f"{address}/verify.html")
    chromium.requests.clear()
    pasted(chromium, GENUINE)
    chromium.eval("startAgain()")
    chosen(chromium, saved(pictures.scan(GENUINE), tmp_path))
    assert answer(chromium)["verdict"] == "genuine"
    # what somebody who got into the page would try is stopped by its policy
    for attempt in ATTEMPTS:
        said = chromium.eval(attempt.replace("ADDRESS", f"{address}/taken"))
        assert said in {"stopped", "tried"}
    assert [path for path in Listener.asked if path != "/verify.html"] == []


def test_from_a_file_nothing_is_asked_for(opened: Opened, tmp_path: Path) -> None:
    browser = opened(bundle("fresh"))
    browser.requests.clear()
    pasted(browser, GENUINE)
    chosen(browser, saved(pictures.scan(GENUINE), tmp_path))
    assert browser.requests == []


def test_an_address_where_nothing_can_be_checked(
    tmp_path: Path, server: ThreadingHTTPServer
) -> None:
    browser = Browser(tmp_path / "profile", "--host-resolver-rules=MAP counter.test 127.0.0.1")
    try:
        browser.open(f"http://counter.test:{server.server_port}/verify.html")
        assert browser.eval("isSecureContext") is False
        assert browser.eval("document.querySelector('#cannot').textContent === say('no_crypto')")
        assert browser.eval(
            "[...document.querySelectorAll('#ask button')].every((b) => b.disabled)"
        )
    finally:
        browser.close()
