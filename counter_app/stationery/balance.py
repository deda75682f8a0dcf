"""Whether the book of secure paper still adds up: loaded = issued + spoiled + remaining."""

from dataclasses import dataclass

from sqlalchemy import Engine, func
from sqlmodel import col, select

from counter_app.stationery.sheets import tally
from db.engine import reading
from db.stationery import PaperPack, PaperSheet, SheetState


@dataclass(frozen=True, slots=True)
class Balance:
    """`wrong`: the first pack, as `first–last`, of which not every sheet is there, or ""."""

    loaded: int
    issued: int
    spoiled: int
    remaining: int
    wrong: str

    @property
    def even(self) -> bool:
        return not self.wrong and self.loaded == self.issued + self.spoiled + self.remaining


def balance(engine: Engine) -> Balance:
    there = select(PaperSheet.pack_id, func.count()).group_by(col(PaperSheet.pack_id))
    with reading(engine) as session:
        packs = session.exec(select(PaperPack).order_by(col(PaperPack.id))).all()
        kept = dict(session.exec(there).all())
        states = tally(session)
    uneven = (pack for pack in packs if kept.get(pack.id or 0, 0) != pack.sheets)
    wrong = next((f"{pack.first}–{pack.last}" for pack in uneven), "")
    return Balance(
        loaded=sum(pack.sheets for pack in packs),
        issued=states[SheetState.ISSUED],
        spoiled=states[SheetState.SPOILED],
        remaining=states[SheetState.REMAINING],
        wrong=wrong,
    )
