"""A matter as a terminal shows it, masked unless somebody has said what for."""

from dataclasses import asdict

from counter_app.cli.terminal import Answer, Terminal
from counter_app.matters.hiding import masked
from counter_app.matters.views import Check, MatterLine, MatterView, Offer
from counter_app.residents.codes import centre_name, centres
from counter_app.words import explain


def line(t: Terminal, one: MatterLine) -> Answer:
    return {
        "number": one.number,
        "procedure": one.procedure if t.as_json else one.title.in_(t.language),
        "state": one.state if t.as_json else t.say(f"matters.state_{_state(one)}"),
        "who": one.who,
        "due": one.due,
        "days_left": one.days_left,
        "answer": one.answer if t.as_json else t.say(f"matters.answer_{one.answer}"),
    }


def offer(t: Terminal, one: Offer) -> Answer:
    """A row of what can be begun."""
    why = one.refusal
    if t.as_json:
        return {"code": one.code, "refusal": why.code if why else None}
    title, said = one.title.in_(t.language), explain(why, t.language) if why else ""
    return {"code": one.code, "title": title, "refusal": said}


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
                {
                    "act": one.act,
                    "to": one.to,
                    "lacks": one.refusal.code if one.refusal else None,
                    "reasons": one.reasons,
                }
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
            "told": [f"{_word(t, key)}: {_said(t, key, of)}" for key, of in view.facts.items()],
            "checklist": [f"{marks[one.ticked]} {one.key}  {_name(t, one)}" for one in checks],
            "fee": f"{view.fee_won:,}",
            "fee_elsewhere": f"{view.fee_elsewhere:,}" if view.fee_elsewhere else "",
            "paid": ", ".join(view.paid.tenders or ("waived",)) if view.paid else "",
            "receipt": view.paid.receipt if view.paid else "",
            "refused": _why(t, view),
            "next": [
                one.act
                + (f" ({' | '.join(one.reasons)})" if one.reasons else "")
                + (f" — {explain(one.refusal, t.language)}" if one.refusal else "")
                for one in view.acts
            ],
        }
    )


def _state(one: MatterLine) -> str:
    return "turned_down" if one.turned_down else one.state


def _word(t: Terminal, key: str) -> str:
    return t.say(f"matter_words.{key}")


def _said(t: Terminal, key: str, told: str) -> str:
    if key not in ("centre", "old_centre"):
        return told
    known = told in centres()
    return f"{centre_name(told).said(t.language)} ({told})" if known else _word(t, "centre_unknown")


def _name(t: Terminal, one: Check) -> str:
    return one.name.in_(t.language) if one.name else _word(t, one.key)


def _why(t: Terminal, view: MatterView) -> str:
    if view.line.turned_down:
        return _word(t, view.line.turned_down)
    return explain(view.refusal, t.language) if view.refusal else ""
