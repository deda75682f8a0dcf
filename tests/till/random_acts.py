"""What may happen at the till on a random day."""

from itertools import pairwise

from hypothesis import strategies as st

from counter_app.certificates.requests import Share, Tender, Waiver
from counter_app.till.terms import Terms

FEE, CARD = 1_000, 30_000
TENDERS = list(Tender)
WAIVER = Waiver("single_parent", consent=True)


@st.composite
def terms(draw: st.DrawFn, due: int, *, free: bool = True) -> Terms:
    if free and draw(st.integers(0, 4)) == 0:
        return Terms(waiver=WAIVER)
    cuts = draw(st.lists(st.integers(1, due - 1), max_size=2, unique=True))
    edges = [0, *sorted(cuts), due]
    pay = tuple(Share(draw(st.sampled_from(TENDERS)), high - low) for low, high in pairwise(edges))
    cash = sum(share.won for share in pay if share.tender == Tender.CASH)
    received = cash + draw(st.integers(0, 50_000)) if cash and draw(st.booleans()) else None
    return Terms(pay=pay, received=received)


@st.composite
def acts(draw: st.DrawFn) -> tuple[object, ...]:
    kind = draw(st.sampled_from((*ACTS, *ACTS[:3])))
    copies = draw(st.integers(1, 3))
    stops = draw(st.none() | st.integers(1, 60))
    return (
        kind,
        draw(st.integers(0, 1)),
        copies,
        draw(asked_for(kind, copies)),
        draw(st.integers(-3_000, 9_000).filter(bool)),
        stops and stops * (3 if kind == "tray" else 1),
    )


@st.composite
def trays(draw: st.DrawFn) -> tuple[list[tuple[int, bool]], Terms]:
    """Copies of each document and whether it is waived alone; how the rest is paid."""
    papers = draw(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=4))
    due = FEE * sum(copies for copies, free in papers if not free)
    return papers, draw(terms(due)) if due else Terms()


ACTS = ("issue", "tray", "matter", "spoil", "correct", "move", "refund")
FEES = ("matter", "refund")


def asked_for(kind: str, copies: int) -> st.SearchStrategy[object]:
    if kind == "tray":
        return trays()
    return terms(CARD, free=False) if kind in FEES else terms(FEE * copies)
