"""What is told of a paper: the answer, what was signed beside what is printed, and the seal."""

from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.proof.fields import on_page
from counter_app.proof.listed import of_items
from counter_app.proof.payload import Signed
from counter_app.proof.verdicts import Answer


class Sealed(StrEnum):
    """What became of the seal of a file; a picture and a text have none."""

    NOT = "none"
    WHOLE = "whole"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was signed, by its number in fields.json, beside what the page's text says;
    None where no page was read. A cut text ends in "…". `same`: None where nobody can tell, for a
    page can show something else than its text says."""

    number: int
    signed: str
    printed: str | None
    same: bool | None


@dataclass(frozen=True, slots=True)
class ComparedList:
    """A table, or the pages of a copy, by its number in fields.json. `texts`: its rows, where the
    code holds them. `found`: how many are on the pages, None where no page was read; `places`,
    from 1, are not as signed."""

    number: int
    signed: int
    texts: tuple[str, ...]
    found: int | None
    same: bool | None
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`issue_number`: what the code or the bar code says, None without one. `lists` is None for a
    code that says nothing of lists; `inside`: what was found of the codes of other papers on the
    pages. `unseen`: it is a picture, or a PDF that is neither sealed nor as it was issued, and no
    program can tell what it shows; `strange` names what was laid on it, as proof.laid_<name>.
    `bare`: pages of such a file, from 1, without a code of ours."""

    answer: Answer
    issue_number: str | None
    compared: tuple[Compared, ...] = ()
    lists: tuple[ComparedList, ...] | None = ()
    inside: tuple[Answer, ...] = ()
    sealed: Sealed = Sealed.NOT
    unseen: bool = False
    strange: tuple[str, ...] = ()
    bare: tuple[int, ...] = ()


def report_of(answer: Answer, inside: tuple[Answer, ...] = ()) -> Report:
    said = answer.signed
    if said is None:
        return Report(answer, None, inside=inside)
    compared = tuple(
        Compared(n, str(text), answer.printed.get(n), _same(answer, n))
        for n, text in on_page(said).items()
    )
    return Report(answer, said.issue_number, compared, _lists(answer, said), inside)


def unseen(report: Report) -> Report:
    """The same, of a page that nothing vouches for: that its text says the same proves nothing of
    what it shows; that it says something else is enough."""
    return replace(
        report,
        compared=tuple(replace(one, same=one.same and None) for one in report.compared),
        lists=report.lists and tuple(replace(one, same=one.same and None) for one in report.lists),
        unseen=True,
    )


def _lists(answer: Answer, said: Signed) -> tuple[ComparedList, ...] | None:
    """Those that were signed, then what the pages list besides."""
    if said.lists is None:
        return None
    unlike = {found.number: found for found in answer.unlike}
    signed_ = {made.number: made for made in said.lists}
    made = []
    for number in (*signed_, *(number for number in unlike if number not in signed_)):
        listed, wrong = signed_.get(number, of_items(number, ())), unlike.get(number)
        found = wrong.found if wrong else listed.count if number in answer.compared else None
        places = wrong.places if wrong else ()
        same = None if found is None else wrong is None
        made.append(ComparedList(number, listed.count, listed.texts, found, same, places))
    return tuple(made)


def _same(answer: Answer, number: int) -> bool | None:
    return None if answer.printed.get(number) is None else number not in answer.differing
