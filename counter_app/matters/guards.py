"""What must be so before an act: a table of questions to the matter as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.errors import Refusal
from counter_app.matters.views import Answer, Check, Paid


@dataclass(frozen=True, slots=True)
class Standing:
    documents: tuple[Check, ...]
    steps: tuple[Check, ...]
    fee_won: int
    paid: Paid | None
    answer: Answer
    refusal: Refusal | None = None
    """Why the district did not make the change."""
    stay_over: date | None = None
    """The day on which the person's stay ended."""
    due: date | None = None
    """Its present date, unless that is over."""


def _documents(now: Standing) -> Refusal | None:
    lacking = [check.key for check in now.documents if check.required and not check.ticked]
    return Refusal("matters.papers_missing", count=len(lacking)) if lacking else None


def _steps(now: Standing) -> Refusal | None:
    left = [check.key for check in now.steps if not check.ticked]
    return Refusal("matters.steps_left", count=len(left)) if left else None


def _fee(now: Standing) -> Refusal | None:
    due = now.fee_won and not now.paid
    return Refusal("matters.fee_due", won=f"{now.fee_won:,}") if due else None


def _answered(now: Standing) -> Refusal | None:
    said = {Answer.PENDING: "matters.waits", Answer.REFUSED: "matters.was_refused"}
    return Refusal(said[now.answer]) if now.answer in said else None


def _refused(now: Standing) -> Refusal | None:
    return None if now.answer is Answer.REFUSED else Refusal("matters.asked_already")


def _stays(now: Standing) -> Refusal | None:
    return Refusal("matters.stay_over", day=now.stay_over) if now.stay_over else None


def _lapsed(now: Standing) -> Refusal | None:
    """A card that is here waits for its holder as long as was said."""
    waits = now.due is not None and not now.stay_over
    return Refusal("matters.collects_yet", day=now.due) if waits else None


GUARDS: Mapping[str, Callable[[Standing], Refusal | None]] = {
    "documents": _documents,
    "steps": _steps,
    "fee": _fee,
    "answered": _answered,
    "refused": _refused,
    "stays": _stays,
    "lapsed": _lapsed,
}


def lacking(needs: tuple[str, ...], now: Standing) -> Refusal | None:
    """The first thing that is not so."""
    return next(filter(None, (GUARDS[need](now) for need in needs)), None)
