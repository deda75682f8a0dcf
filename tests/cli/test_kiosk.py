"""counter kiosk, as far as it comes without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def kiosk(home: Path, *args: str, **environment: str) -> tuple[int, str]:
    """Exit status and the sentence on stderr."""
    plain = {name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", "from counter_app.start import run; run()", "kiosk", *args],
        env=plain | {"COUNTER_HOME": str(home), "COUNTER_LANG": "en"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("printer", "line", "said"),
    [
        ("lpr:host", "", 'The ticket printer setting "lpr:host" cannot be read'),
        ("file:x", 'printer_model = "HP-4"', 'The ticket printer model "HP-4" is not known'),
        ("file:x", 'pin = "secret"', "[kiosk] pin"),
        ("file:x", 'opens = "19:00"', "[kiosk] closes"),
    ],
)
def test_what_is_wrong_with_its_settings_is_a_sentence(
    home: Path, printer: str, line: str, said: str
) -> None:
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[kiosk]\n{line}\n")
    status, sentence = kiosk(home, "--printer", printer, QT_QPA_PLATFORM="offscreen")
    assert status == 1
    assert said in sentence


def test_without_a_display_it_says_so(home: Path) -> None:
    status, sentence = kiosk(home, QT_QPA_PLATFORM="xcb")
    assert status == 1
    assert "display" in sentence
