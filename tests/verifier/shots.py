"""Pictures of the page for docs/screens: `python -m tests.verifier.shots`."""

import json
import tempfile
from pathlib import Path

from counter_app.proof.page import page
from tests.verifier.browser import Browser
from tests.verifier.conftest import VECTORS, at, bundle, pasted

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
PHONE, PC = (390, 844), (1280, 900)
TEXTS = {case["name"]: case["text"] for case in VECTORS["cases"]}
SHOTS = (
    ("verify-ko-390", "ko", PHONE, False, "with a table"),
    ("verify-en-1280-dark", "en", PC, True, "void"),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "verify.html")
        file.write_text(page(bundle("fresh")), "utf-8")
        browser = Browser(Path(folder, "profile"))
        try:
            at(browser, VECTORS["now"])
            for name, language, (width, height), dark, case in SHOTS:
                browser.screen(width, height, dark)
                browser.open(file.as_uri())
                browser.eval(f"language = {json.dumps(language)}; drawWords()")
                pasted(browser, TEXTS[case])
                (SCREENS / f"{name}.png").write_bytes(browser.picture())
        finally:
            browser.close()


if __name__ == "__main__":
    main()
