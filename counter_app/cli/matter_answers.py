"""A matter as a terminal shows it, masked unless somebody has said what for."""

from dataclasses import asdict

from counter_app.cli.terminal import Answer, Terminal
from counter_app.matters.hiding import masked
from counter_app.matters.views import MatterLine, MatterView
from counter_app.words import explain


def line(t: Terminal, one: MatterLine) -> Answer:
    return {
        "number": one.number,
        "procedure": one.procedure if t.as_json else one.title.in_(t.language),
        "state": one.state if t.as_json else t.say(f"matters.state_{one.state}"),
        "who": one.who,
        "due": one.due,
        "days_left": one.days_left,
        "answer": one.answer if t.as_json else t.say(f"matters.answer_{one.answer}"),
    }


def answer(t: Terminal, view: MatterView) -> None:
    """As it is shown unasked."""
    tell(t, masked(view))


def tell(t: Terminal, view: MatterView) -> None:
    """All of it."""
    marks = {True: "[x]", False: "[ ]"}
    checks = (*view.documents, *view.steps)
    if t.as_json:
        told = asdict(view) | {
            "acts": [
                {"act": one.act, "to": one.to, "lacks": one.refusal.code if one.refusal else None}
                for one in view.acts
            ],
            "refusal": view.refusal.code if view.refusal else None,
        }
        t.answer(told)
        return
    t.answer(
        {
            **line(t, view.line),
            "ver": view.ver,
            "told": [f"{key}: {value}" for key, value in view.facts.items()],
            "checklist": [f"{marks[one.ticked]} {one.key}" for one in checks],
            "fee": f"{view.fee_won:,}",
            "paid": view.paid.get("tender", ""),
            "refused": explain(view.refusal, t.language) if view.refusal else "",
            "next": [
                one.act + (f" — {explain(one.refusal, t.language)}" if one.refusal else "")
                for one in view.acts
            ],
        }
    )
