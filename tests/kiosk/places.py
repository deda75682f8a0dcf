"""A kiosk in a centre that a test has open already."""

import json
from contextlib import AbstractContextManager
from pathlib import Path

from counter_app.clock import Clock
from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.opening import open_kiosk


def kiosk_in(home: Path, clock: Clock, **settings: str | bool) -> AbstractContextManager[Kiosk]:
    """With these settings in counter.toml; once a home."""
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write("\n[kiosk]\n")
        file.writelines(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    return open_kiosk(home, clock)
