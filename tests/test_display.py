"""A window opens only where it is seen; where Qt would end the process, a sentence comes first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.display import has_display, require_display
from counter_app.errors import Refusal

DEAD = ":4711"


@pytest.mark.parametrize(
    ("environment", "platform", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": "live"}, "linux", True),
        ({"DISPLAY": "live", "WAYLAND_DISPLAY": "nowhere"}, "linux", True),
        ({"DISPLAY": "live", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"DISPLAY": "live", "QT_QPA_PLATFORM": "wayland"}, "linux", False),
        ({"DISPLAY": "live", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"DISPLAY": DEAD}, "linux", False),
        ({"DISPLAY": "rubbish"}, "linux", False),
        ({"WAYLAND_DISPLAY": "nowhere"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:port=5901"}, "linux", True),
        ({}, "win32", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "win32", False),
    ],
)
def test_a_window_is_opened_only_where_it_is_seen(
    live: str, environment: dict[str, str], platform: str, *, seen: bool
) -> None:
    named = {name: live if value == "live" else value for name, value in environment.items()}
    assert has_display(named, platform) == seen


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "cli.no_display"),
        ({"DISPLAY": DEAD}, "cli.display_unreachable"),
        ({"DISPLAY": DEAD, "WAYLAND_DISPLAY": "nowhere"}, "cli.display_unreachable"),
        ({"WAYLAND_DISPLAY": "nowhere"}, "cli.display_unreachable"),
    ],
)
def test_why_there_is_none_is_told_apart(environment: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_display(environment, "linux")
    assert refused.value.code == code


def test_an_unseen_window_may_be_asked_for() -> None:
    require_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": DEAD}])
def test_the_window_is_refused_in_one_sentence(home: Path, environment: dict[str, str]) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    counter = str(Path(sys.executable).with_name("counter"))
    done = subprocess.run(
        [counter, "window", "--home", str(home)],
        capture_output=True,
        text=True,
        env=kept | environment | {"COUNTER_LANG": "en"},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert environment.get("DISPLAY", "no display") in done.stderr
    assert "counter visit" in done.stderr
