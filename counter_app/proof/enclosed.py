"""The papers of ours among pages that are to be copied and certified: a stamp must not make good
again what is void or altered."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlmodel import Session, col, select

from counter_app.certificates.enclosures import file_bytes, read_pages
from counter_app.certificates.steps import VOID
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.proof import held
from counter_app.proof.fields import last_day
from counter_app.proof.paper import Pages
from counter_app.proof.qr_text import is_ours
from counter_app.proof.reading import codes_on, is_pdf
from counter_app.proof.reports import Report
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import verify
from db.certificates import Certificate

Told = Callable[[int, int], object]

_REFUSED = {
    Verdict.VOIDED: "void",
    Verdict.ALTERED: "altered",
    Verdict.REVOKED_KEY: "revoked",
}
_DOUBTED = {
    Verdict.UNKNOWN_KEY: "doubt_key",
    Verdict.EXPIRED_KEY: "doubt_key",
    Verdict.STALE_LIST: "doubt_list",
}
_MOST_KEPT = 500
_seen: dict[bytes, tuple[str, ...]] = {}
"""Codes by the hash of a page: it is looked at when it is taken in, previewed and issued, on
several threads."""
_seen_lock = Lock()


def read_enclosed(
    path: Path, judge: Callable[[bytes, Pages], Report], told: Told
) -> tuple[bytes, ...]:
    """The pages of a file. A PDF with a code of ours is judged as a whole by `judge`, too: its text
    and its seal are not on the pages. `told` may stop it at any page.

    Raises Refusal certificates.unreadable, .enclosure_* and .enclosure_altered (page).
    """
    data = file_bytes(path)
    pages = read_pages(data, told)
    codes = []
    for page in pages:
        told(len(pages), len(pages))
        codes.append(codes_of(page))
    ours = [n for n, on_page in enumerate(codes, 1) if any(map(is_ours, on_page))]
    if ours and is_pdf(data) and judge(data, codes).answer.verdict == Verdict.ALTERED:
        raise Refusal("certificates.enclosure_altered", page=ours[0])
    return pages


def require_sound(
    session: Session, office: Office, pages: Sequence[bytes], now: datetime, *, anyway: bool
) -> None:
    """`anyway`: the clerk has made sure of what cannot be proven here now.

    Raises Refusal certificates.enclosure_void, .enclosure_altered, .enclosure_revoked, and unless
    `anyway` .enclosure_doubt_key, .enclosure_doubt_list, .enclosure_doubt_past; all with page, from
    1, and number.
    """
    codes = [(n, code) for n, page in enumerate(pages, 1) for code in codes_of(page)]
    found = list(_judged(session, office, codes, now)) if codes else []
    for refusal in sorted(found, key=_is_doubt):
        if not (anyway and _is_doubt(refusal)):
            raise refusal


def codes_of(page: bytes) -> tuple[str, ...]:
    """The QR and bar codes on a page (JPEG)."""
    key = hashlib.sha256(page).digest()
    if (seen := _seen.get(key)) is not None:
        return seen
    found = codes_on(page)
    with _seen_lock:
        while len(_seen) >= _MOST_KEPT:
            del _seen[next(iter(_seen))]
        _seen[key] = found
    return found


def _judged(
    session: Session, office: Office, codes: Sequence[tuple[int, str]], now: datetime
) -> Iterator[Refusal]:
    trust = held.trusted(session, held.named(office), now)
    answers = {code: verify(code, trust, now) for _, code in codes if is_ours(code)}
    void = _void_here(session, {code for _, code in codes} - answers.keys())
    for page, code in codes:
        if code in void:
            yield Refusal("certificates.enclosure_void", page=page, number=code)
        if code not in answers:
            continue
        answer = answers[code]
        number = answer.signed.issue_number if answer.signed else "?"
        known = {**_REFUSED, **_DOUBTED}.get(answer.verdict)
        if known:
            yield Refusal(f"certificates.enclosure_{known}", page=page, number=number)
        until = last_day(answer.signed) if answer.signed else None
        if until and until < now.date():
            code_ = "certificates.enclosure_doubt_past"
            yield Refusal(code_, page=page, number=number, until=until)


def _void_here(session: Session, numbers: Collection[str]) -> frozenset[str]:
    """By the bar code, which says only the number: where the other code was lost, or never was."""
    named = select(Certificate.issue_number).where(col(Certificate.issue_number).in_(numbers))
    return frozenset(session.exec(named.where(col(Certificate.state).in_(VOID))))


def _is_doubt(refusal: Refusal) -> bool:
    return refusal.code.startswith("certificates.enclosure_doubt")
