"""A stock of so many sheets, and what it is made of."""

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.stationery.views import Stock
from tests.conftest import SECOND

PACK = 500


def figures(stock: Stock) -> tuple[int, int, int, int]:
    assert stock.loaded == stock.issued + stock.spoiled + stock.remaining
    return stock.loaded, stock.issued, stock.spoiled, stock.remaining


def leave(counter: Counter, clerk: Actor, sheets: int) -> None:
    """A stock of so many."""
    gone = counter.stationery.stock().remaining - sheets
    counter.stationery.write_off(clerk, str(gone), "습기", action_id=f"leave-{gone}", second=SECOND)
