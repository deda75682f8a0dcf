"""What the next step of a flag is done by at this desk: a procedure, or a matter under way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from counter_app.matters.bars import Case, Phase, barred, hidden
from counter_app.matters.procedures import Procedure, procedure_of
from counter_app.residents.alerts import ELSEWHERE
from counter_app.residents.flag_words import REFER
from counter_app.residents.views import Alert

_GUIDANCE = ("status-guidance",)
BY_STEP: Mapping[str, tuple[str, ...]] = {
    "report_move": ("residence-change", "domestic-move", "move-in"),
    "register": ("alien-registration",),
    "card_reissue": ("card-reissue",),
    "extend_stay": _GUIDANCE,
    REFER: _GUIDANCE,
    ELSEWHERE: ("move-out",),
}
"""Codes of procedures by the step of a flag; of several the one that is for the person."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """`code`: of the procedure; `number`: of the matter of this kind that is under way, "" where
    it can be begun."""

    code: str
    number: str = ""


def beginnings(
    alerts: Iterable[Alert], case_of: Callable[[Procedure], Case]
) -> tuple[Beginning | None, ...]:
    """For each flag what its step is done by; None where nothing is, or where an earlier flag has
    it already. `case_of`: the case of a procedure for the person."""
    found: list[Beginning | None] = []
    for alert in alerts:
        moved = alert.step != ELSEWHERE or "moved_in" in alert.fields
        codes = BY_STEP.get(alert.step, ()) if moved else ()
        ways = (_way(case_of(procedure_of(code))) for code in codes)
        way = next(filter(None, ways), None)
        found.append(None if way in found else way)
    return tuple(found)


def _way(case: Case) -> Beginning | None:
    if hidden(case):
        return None
    refusal = barred(Phase.BEGIN, case)
    if refusal is None:
        return Beginning(case.procedure.code)
    number = refusal.fields["number"] if refusal.code == "matters.open_already" else ""
    return Beginning(case.procedure.code, str(number)) if number else None
