"""A headless Chromium, driven by its DevTools protocol over a pipe: no port, no package."""

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds for one answer, of a machine that is busy with other tests
ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"


def program(profile: Path, flags: tuple[str, ...]) -> list[str]:
    """Debian's Chromium or, where there is none, Qt's."""
    chromium = shutil.which("chromium-headless-shell")
    if not chromium:
        return [sys.executable, "-m", "tests.verifier.engine", *flags]
    pipe = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'
    switches = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
    own = ("--remote-debugging-pipe", f"--user-data-dir={profile}", *switches)
    return ["/bin/sh", "-c", pipe, "sh", chromium, *own, *flags, "about:blank"]


class Browser:
    """One page in one process. `requests` are the addresses of all it has asked for since."""

    def __init__(self, profile: Path, *flags: str) -> None:
        profile.mkdir()
        self._process = subprocess.Popen(
            program(profile, flags),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "FONTCONFIG_FILE": str(_fonts(profile))},
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._ids = itertools.count(1)
        self._rest = b""
        self._session: str | None = None
        self.requests: list[str] = []
        self.loaded = 0
        targets = self.do("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.do("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "DOM"):
            self.do(f"{domain}.enable")

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Raises RuntimeError with what the browser has against it."""
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._in.write(json.dumps(message).encode() + b"\0")
        self._in.flush()
        while True:
            answer = self._next()
            if answer.get("id") != number:
                self._noted(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, address: str) -> None:
        before = self.loaded
        self.do("Page.navigate", url=address)
        while self.loaded == before:
            self._noted(self._next())

    def eval(self, expression: str) -> Any:
        """The value of an expression or of its promise. Raises RuntimeError with its exception."""
        found = self.do(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def call(self, function: str, *arguments: object) -> Any:
        return self.eval(f"({function})({', '.join(json.dumps(a) for a in arguments)})")

    def until(self, condition: str) -> None:
        """Waits within the page, frame by frame."""
        self.call(
            """([condition, patience]) => new Promise((done, failed) => {
              const end = performance.now() + patience;
              const look = () => {
                if (CONDITION) done();
                else if (performance.now() > end) failed(new Error(condition));
                else setTimeout(look, 20);
              };
              look();
            })""".replace("CONDITION", condition),
            [condition, PATIENCE * 900],
        )

    def choose(self, selector: str, file: Path) -> None:
        """Puts a file into a file input, as a person's choice does."""
        root = self.do("DOM.getDocument")["root"]["nodeId"]
        node = self.do("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.do("DOM.setFileInputFiles", files=[str(file)], nodeId=node)

    def press(self, key: str, code: int, **more: object) -> None:
        for kind in ("keyDown", "keyUp"):
            self.do("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                    windowsVirtualKeyCode=code, **more)  # fmt: skip

    def screen(self, width: int, height: int, dark: bool = False, scale: float = 1) -> None:
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height,
                deviceScaleFactor=scale, mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.do("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = self.do("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=PATIENCE)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._out], [], [], PATIENCE)[0]:
                raise RuntimeError("the browser does not answer")
            more = os.read(self._out.fileno(), 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _noted(self, event: Mapping[str, Any]) -> None:
        handlers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "Network.requestWillBeSent": lambda p: self.requests.append(p["request"]["url"]),
            "Page.loadEventFired": lambda p: self._has_loaded(),
        }
        if event.get("method") in handlers:
            handlers[event["method"]](event["params"])

    def _has_loaded(self) -> None:
        self.loaded += 1


def _fonts(profile: Path) -> Path:
    """So that pictures are the same wherever they are taken."""
    settings = profile / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{profile}/fonts</cachedir></fontconfig>"
    )
    return settings
