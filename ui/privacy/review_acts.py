"""What the review asks of the program, on a worker: none of it holds a widget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.printing.files import OneFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.main import Counter
    from counter_app.privacy.actor import Actor
    from counter_app.privacy.lines import Asked, Line
    from counter_app.privacy.review import MonthReview


def month(
    counter: Counter,
    actor: Actor,
    month: str,
    tell: Callable[[int, int], None],
    given_up: Callable[[], bool],
) -> MonthReview:
    return counter.review.month(actor, month, tell, given_up)


def lines(counter: Counter, actor: Actor, month: str, asked: Asked) -> tuple[Line, ...]:
    return counter.review.lines(actor, month, asked)


def note(counter: Counter, actor: Actor, month: str, key: str, note: str) -> None:
    counter.review.note(actor, month, key, note)


def sign(counter: Counter, actor: Actor, month: str, note: str) -> MonthReview:
    return counter.review.sign(actor, month, note)


def export(counter: Counter, actor: Actor, month: str, name: str, why: str, language: str) -> None:
    """To the file of that name, in the home folder unless it says where."""
    path = Path.home() / Path(name or ".").expanduser()
    file, form = OneFile(path), path.suffix.lower().lstrip(".")
    file.check()
    file.submit(counter.review.export(actor, month, why, form, language), "", 1)
