"""counter certificate verify: a paper's answer, for people and for other programs."""

import errno
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal

if TYPE_CHECKING:
    from counter_app.proof.reports import Compared, ComparedList, Report
    from counter_app.proof.verdicts import Answer as Judged


_LONGEST_TEXT = 10_000
"""Of a file with the text of a code, in bytes."""
_MOST_BYTES = 150_000_000
"""Of a file: a page of A4 in colour at 600 dpi has 105 MB, be it as large as it can."""
_PAGES = 30
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z+.-]*://")
_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_LONGEST_PATH = 80


def add_to(app: typer.Typer) -> None:
    app.command()(verify)


def verify(
    what: Annotated[
        str,
        typer.Argument(
            help="A certificate's PDF, a picture of it, the text of its code, or its confirmation"
            " number; - reads a text.",
        ),
    ],
    is_text: Annotated[bool, typer.Option("--text", help="It is the text of a code.")] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Tell whether a certificate is genuine and still valid; needs no network."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        report = _report(t, what, is_text)
        if as_json:
            t.answer(_document(t, report))
        else:
            _tell(t, report)


def _report(t: Terminal, what: str, is_text: bool) -> "Report":
    """Raises Refusal certificates.unreadable, proof.nothing, .mistyped, .is_issue_number,
    .is_address, .no_such_file, .not_readable, .endless, .too_large, .picture_large."""
    from counter_app.proof.qr_text import is_newer, is_ours  # noqa: PLC0415 - no other command needs it
    from counter_app.proof.reading import is_pdf  # noqa: PLC0415
    from counter_app.proof.typed import digits_of, issue_number_of  # noqa: PLC0415

    if what == "-":
        what, is_text = sys.stdin.read().rstrip("\r\n"), True
    if not what.strip():
        raise Refusal("proof.nothing")
    if (number := issue_number_of(what)) and (is_text or not _is_file(what)):
        raise Refusal("proof.is_issue_number", number=number)
    if is_text or is_ours(what) or is_newer(what) or _is_number(what):
        return t.counter.verification.of_text(what)
    if _ADDRESS.match(what.strip()):
        raise Refusal("proof.is_address")
    data = _read(what)
    text = data[:_LONGEST_TEXT].decode("utf-8", "replace").strip()
    if number := issue_number_of(text):
        raise Refusal("proof.is_issue_number", number=number)
    if is_ours(text) or is_newer(text) or digits_of(text):
        return t.counter.verification.of_text(text)
    if is_pdf(data):
        t.counter.verification.require_drawable(data)
    return t.counter.verification.of_file(data)


def _read(path: str) -> bytes:
    """Raises Refusal proof.no_such_file, proof.too_large, certificates.unreadable."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise Refusal("proof.no_such_file", path=_short(path)) from None
        raise Refusal("certificates.unreadable", path=path, problem=error.strerror) from None
    if len(data) > _MOST_BYTES:
        raise Refusal("proof.too_large")
    return data


def _short(path: str) -> str:
    """A text that was pasted in place of a path may be long."""
    return path if len(path) <= _LONGEST_PATH else f"{path[:_LONGEST_PATH]}…"


def _is_number(what: str) -> bool:
    from counter_app.proof.typed import digits_of  # noqa: PLC0415

    return bool(digits_of(what)) and not _is_file(what)


def _is_file(what: str) -> bool:
    """A text that was pasted in place of a path may be longer than any path."""
    try:
        return Path(what).exists()
    except OSError:
        return False


def _document(t: Terminal, report: "Report") -> Answer:
    answer = report.answer
    return {
        "verdict": answer.verdict.value,
        "issue_number": report.issue_number,
        "reason": answer.reason,
        "message": " ".join(
            (
                t.say(f"proof.{answer.reason}"),
                *_validity(t, report),
                *_unsealed(t, report),
                *_others(t, report),
            )
        ),
        "valid_until": _valid_until(t, report),
        "office": answer.endorsement.name_ko if answer.endorsement else None,
        "listed_at": answer.listed_at,
        "seal": report.sealed.value,
        "laid_on": list(report.strange),
        "pages_without_code": list(report.bare),
        "fields": [
            {
                "field": _name(t, field.number),
                "signed": field.signed,
                "printed": field.printed,
                "same": field.same,
            }
            for field in report.compared
        ],
        "lists": None if report.lists is None else [_listed(t, made) for made in report.lists],
        "inside": [
            {
                "verdict": found.verdict.value,
                "issue_number": found.signed.issue_number if found.signed else None,
                "reason": found.reason,
                "valid_until": _until(found),
            }
            for found in report.inside
        ],
    }


def _listed(t: Terminal, made: "ComparedList") -> Answer:
    return {
        "list": _name(t, made.number),
        "signed": made.signed,
        "rows": list(made.texts),
        "found": made.found,
        "same": made.same,
        "differing": list(made.places),
    }


def _tell(t: Terminal, report: "Report") -> None:
    answer = report.answer
    said: Answer = {"verdict": answer.verdict.value, "issue_number": report.issue_number}
    if answer.endorsement:
        said["office"] = answer.endorsement.name_ko
    if answer.listed_at:
        said["listed_at"] = answer.listed_at
    told = [t.say(f"proof.{answer.reason}"), *_validity(t, report)]
    told += [*_unsealed(t, report), *_besides(t, report)]
    t.answer({**said, "": list(dict.fromkeys(told))})
    if report.compared:
        print()
        t.answer({_name(t, field.number): _beside(t, field) for field in report.compared})
        t.answer({_name(t, made.number): _count(t, made) for made in report.lists or ()})


def _besides(t: Terminal, report: "Report") -> list[str]:
    """What is to be known of seal, lists and codes within, beside the answer."""
    named = report.answer.endorsement is not None or report.sealed == "broken"
    told = [t.say(f"proof.seal_{report.sealed.value}")] if report.sealed != "none" and named else []
    if report.lists is None:
        told.append(t.say("proof.lists_unsigned"))
    told += _others(t, report)
    return told


def _count(t: Terminal, made: "ComparedList") -> list[str]:
    """How many were signed, their texts where the code holds them, and what is otherwise."""
    unit = "pages" if made.number == _PAGES else "rows"
    told = [t.say(f"proof.signed_{unit}", count=made.signed), *made.texts]
    if made.same is not False:
        return [*told, *([t.say(f"proof.count_{unit}")] if made.found is None else [])]
    if made.found != made.signed:
        told.append("≠ " + t.say(f"proof.found_{unit}", count=made.found))
    if made.places:
        places = ", ".join(map(str, made.places))
        told.append("≠ " + t.say(f"proof.differing_{unit}", places=places))
    return told if len(told) > 1 + len(made.texts) else [*told, "≠ " + t.say("proof.differing")]


def _others(t: Terminal, report: "Report") -> list[str]:
    """What was found of the codes of other papers on the pages."""
    from counter_app.proof.fields import is_copy  # noqa: PLC0415 - no other command needs it

    told: list[str] = []
    said = report.answer.signed
    copy = said is not None and is_copy(said)
    for found in report.inside:
        number = found.signed.issue_number if found.signed else "?"
        reason = t.say(f"proof.{found.reason}")
        told.append(t.say("proof.inside" if copy else "proof.beside", number=number, reason=reason))
        if (until := _until(found)) and until < t.today:
            told.append(f"{number}: {t.say('proof.validity_past', until=until)}")
    return told


def _until(found: "Judged") -> date | None:
    from counter_app.proof.fields import last_day  # noqa: PLC0415

    return last_day(found.signed) if found.signed else None


def _validity(t: Terminal, report: "Report") -> list[str]:
    """What to say of a paper whose time is over, genuine as it may be."""
    until = _valid_until(t, report)
    past = until is not None and until < t.today
    return [t.say("proof.validity_past", until=until)] if past else []


def _unsealed(t: Terminal, report: "Report") -> list[str]:
    """Of a file that nothing vouches for: what it shows is for the eye; and what is plainly not of
    the paper."""
    if not report.unseen:
        return []
    told = [t.say(f"proof.laid_{what}") for what in report.strange]
    if report.answer.verdict.value in ("genuine", "stale_list"):
        told.append(t.say("proof.not_sealed"))
    if report.bare and report.issue_number:
        told.append(t.say("proof.bare_pages", pages=", ".join(map(str, report.bare))))
    return told


def _valid_until(t: Terminal, report: "Report") -> date | None:
    """Of a kind that is good for a time: as it was signed, or as it is kept here."""
    if until := _until(report.answer):
        return until
    kept = t.counter.archive.numbered(report.issue_number) if report.issue_number else None
    return kept.valid_until if kept else None


def _beside(t: Terminal, field: "Compared") -> list[str]:
    """What was signed, and below it what is printed instead."""
    if field.same is not False:
        return [field.signed]
    return [field.signed, f"≠ {field.printed} ({t.say('proof.differing')})"]


def _name(t: Terminal, number: int) -> str:
    from counter_app.proof.fields import name_of  # noqa: PLC0415

    known = name_of(number, t.language)
    return known or t.say("proof.field", number=number)
