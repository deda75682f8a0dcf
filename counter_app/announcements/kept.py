"""What a board remembers over a restart, in a small file of its own beside counter.toml."""

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.errors import Refusal
from counter_app.logs import log

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class Kept:
    """`finished`: the last call announced, 0 before the first, None on a new board. It was made at
    `at`, by which its queue is known again: in another store the numbers mean other calls."""

    finished: int | None = None
    at: datetime | None = None
    muted: bool = False


class Memory:
    """The file of one board. Losing it costs the place and nothing else: such a board begins with
    the calls that are to come."""

    def __init__(self, home: Path, name: str) -> None:
        """Raises Refusal board.bad_name."""
        if not NAME.fullmatch(name):
            raise Refusal("board.bad_name", name=name)
        self.path = home / f"board-{name}.json"
        self.kept = _read(self.path)

    def keep(self, kept: Kept) -> None:
        """Written through to the disk, whole or not at all."""
        if kept == self.kept:
            return
        self.kept = kept
        at = kept.at and kept.at.isoformat()
        said = json.dumps({"finished": kept.finished, "at": at, "muted": kept.muted})
        new = self.path.with_suffix(".new")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(said)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as error:
            log.warning("the board's place could not be kept: %s", error.strerror)


def _read(path: Path) -> Kept:
    try:
        said = json.loads(path.read_text("utf-8"))
        finished, at = said["finished"], said["at"] and datetime.fromisoformat(said["at"])
        return Kept(finished if finished is None else int(finished), at, bool(said["muted"]))
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        log.warning("the board's place is lost: %s", type(error).__name__)
        return Kept()
