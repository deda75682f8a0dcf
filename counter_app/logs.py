"""One log file a home, without personal data: what happened, never to whom."""

import logging
import secrets
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger("counter")
log.addHandler(logging.NullHandler())  # or a command would print what is for the log


def log_to(home: Path) -> Path:
    """Sends the program's log to home/logs/counter.log (1 MB, three old ones kept)."""
    folder = home / "logs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "counter.log"
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return path


def log_fault(error: BaseException) -> str:
    """Logs where a fault arose and returns the reference to show.

    Its message is left out, since it may quote a name or a number.
    """
    reference = secrets.token_hex(3).upper()
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("fault %s %s\n  %s", reference, type(error).__name__, "\n  ".join(places))
    return reference
