"""The one answer to "is this paper genuine?", decided in one order (docs/proof.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unicodedata import bidirectional

from counter_app.proof.cose import Malformed, Token, read
from counter_app.proof.fields import on_page
from counter_app.proof.listed import FROM_THE_RIGHT, Difference, Items, difference, of_items
from counter_app.proof.payload import Cut, Signed, SignedText, digest, signed
from counter_app.proof.qr_text import from_text, is_newer, is_ours
from counter_app.proof.tokens import Endorsement, StatusList
from counter_app.proof.trust import Trust
from counter_app.proof.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states of what was signed, by number: texts, and the lists that could be read,
    empty where none is there."""

    texts: Mapping[int, str] = field(default_factory=dict)
    lists: Mapping[int, Items] = field(default_factory=dict)


Page = Callable[[Signed], Stated]

SKEW = timedelta(minutes=5)
"""By how much a verifier's clock may lag."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` names the sentence that says why (proof.<reason> in the catalogue).

    `signed` is None where nothing in the code can be believed. `differing`: the numbers of the
    fields that the page states otherwise; `printed`: what it states instead, where that was read.
    `compared`: the numbers of the lists that were read, `unlike` what these have otherwise.
    `listed_at`: when the status list that was asked was made.
    """

    verdict: Verdict
    reason: str
    signed: Signed | None = None
    endorsement: Endorsement | None = None
    differing: tuple[int, ...] = ()
    printed: Mapping[int, str] = field(default_factory=dict)
    listed_at: datetime | None = None
    compared: tuple[int, ...] = ()
    unlike: tuple[Difference, ...] = ()


def verify(text: str | None, trust: Trust, now: datetime, page: Page | None = None) -> Answer:
    """Judges the text of a QR code; None where no code was found.

    `page`: where the page around the code can be read, what it states of all that was signed.
    """
    if text is None:
        return Answer(Verdict.NO_CODE, "no_code")
    if not is_ours(text):
        return Answer(Verdict.NOT_OURS, "newer_code" if is_newer(text) else "not_ours")
    try:
        token = read(from_text(text))
        said = signed(token.claims)
    except Malformed:
        return Answer(Verdict.ALTERED, "damaged_code")
    key = trust.endorsed.get(token.key_id)
    if key is None:
        return Answer(Verdict.UNKNOWN_KEY, "unknown_key")
    return _judged(token, said, key, trust, now, page)


def _judged(
    token: Token,
    said: Signed,
    key: Endorsement,
    trust: Trust,
    now: datetime,
    page: Page | None,
) -> Answer:
    if token.type or not token.holds(key.public):
        return Answer(Verdict.ALTERED, "wrong_signature")
    if said.office != key.office:
        return Answer(Verdict.UNKNOWN_KEY, "other_office")
    if token.key_id in trust.revoked:
        return Answer(Verdict.REVOKED_KEY, "revoked_key", said, key)
    if not key.not_before <= said.issued_at <= key.not_after:
        return Answer(Verdict.EXPIRED_KEY, "expired_key", said, key)
    stated = page(said) if page else Stated()
    printed, compared = stated.texts, tuple(stated.lists)
    differing, unlike = differences(said, printed), unlike_lists(said, stated.lists)
    if differing or unlike:
        return Answer(
            Verdict.ALTERED, "differs", said, key, differing, printed, None, compared, unlike
        )
    listed = trust.lists.get((said.office, said.list_id))
    at = listed.issued_at if listed else None
    return Answer(*_listed(said, listed, now), said, key, (), printed, at, compared)


def _listed(said: Signed, listed: StatusList | None, now: datetime) -> tuple[Verdict, str]:
    """What the status list makes of a paper that was issued as it is."""
    if listed is None:
        return Verdict.STALE_LIST, "no_list"
    if listed.is_void(said.index):
        return Verdict.VOIDED, "voided"
    if now < said.issued_at - SKEW or now < listed.issued_at - SKEW:
        return Verdict.STALE_LIST, "clock"
    if listed.issued_at < said.issued_at or not listed.holds(said.index):
        return Verdict.STALE_LIST, "early_list"
    if now > listed.expires:
        return Verdict.STALE_LIST, "old_list"
    return Verdict.GENUINE, "genuine"


def differences(said: Signed, printed: Mapping[int, str]) -> tuple[int, ...]:
    """The numbers of what the page states otherwise."""
    wanted = on_page(said).items()
    return tuple(n for n, text in wanted if n in printed and not same(text, printed[n]))


def unlike_lists(said: Signed, found: Mapping[int, Items]) -> tuple[Difference, ...]:
    """What the lists on the pages have otherwise; a list that was not signed has no rows."""
    if said.lists is None:
        return ()
    signed_ = {made.number: made for made in said.lists}
    compared = (
        difference(signed_.get(number, of_items(number, ())), items)
        for number, items in found.items()
    )
    return tuple(filter(None, compared))


def same(signed_text: SignedText, printed: str) -> bool:
    """Spaces do not count; what is masked ("*") in the code may be open on the page. Words of a
    text with letters written from the right may stand in another order: no two readers of PDFs
    agree on it."""
    if isinstance(signed_text, Cut):
        return digest(printed) == signed_text.digest
    said, stands = ("".join(text.split()) for text in (signed_text, printed))
    if any(bidirectional(letter) in FROM_THE_RIGHT for letter in said):
        return sorted(said) == sorted(stands)
    return len(said) == len(stands) and all(
        a in ("*", b) for a, b in zip(said, stands, strict=True)
    )
