"""The pages of a PDF around a code, and what they state of all that was signed in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.proof.cose import Malformed, read
from counter_app.proof.fields import PAGES, forms_of, read_page
from counter_app.proof.listed import Items
from counter_app.proof.payload import Signed, signed
from counter_app.proof.qr_text import from_text, is_ours
from counter_app.proof.reading import pictures_in, texts_of
from counter_app.proof.tables import read_tables
from counter_app.proof.verdicts import Stated

Pages = Sequence[Sequence[str]]
"""The codes on each page."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file may hold several papers, and scans, which have no text, beside drawn pages."""

    pdf: bytes
    codes: Pages
    texts: tuple[str, ...]


def paper_of(pdf: bytes, codes: Pages) -> Paper:
    """Raises Refusal proof.damaged, .locked."""
    return Paper(pdf, codes, texts_of(pdf))


def unproven(code: str) -> Signed | None:
    """What a code of ours says; None for any other."""
    try:
        return signed(read(from_text(code)).claims)
    except Malformed:
        return None


def text_around(paper: Paper, said: Signed) -> str:
    """Of the pages that show its code, and of those that show none of ours; "" where the code
    stands on scans alone."""
    own = _own(paper, said)
    if not any(paper.texts[at].strip() for at in own):
        return ""
    return "\n".join(paper.texts[at] for at in _around(paper, own))


def stated(paper: Paper, said: Signed) -> Stated:
    """Nothing for a scan."""
    text = text_around(paper, said)
    if not text:
        return Stated()
    forms, lists = forms_of(said.kind), dict[int, Items]()
    if forms:
        lists.update(dict.fromkeys((made.number for made in said.lists or ()), ()))
        lists.update(read_tables(text, forms))
    if any(made.number == PAGES for made in said.lists or ()):
        pictures = pictures_in(paper.pdf)
        lists[PAGES] = tuple(pictures[at] for at in _around(paper, _own(paper, said)))
    return Stated(read_page(text, said, forms), lists)


def _own(paper: Paper, said: Signed) -> set[int]:
    return {at for at, codes in enumerate(paper.codes) if said in map(unproven, codes)}


def _around(paper: Paper, own: set[int]) -> tuple[int, ...]:
    return tuple(
        at for at, codes in enumerate(paper.codes) if at in own or not any(map(is_ours, codes))
    )
