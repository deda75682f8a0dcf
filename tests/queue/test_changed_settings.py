"""An office changes its categories while numbers wait."""

from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.main import open_counter
from tests.asking import NewAction

ONE = '\n[[queue.categories]]\ncode = "{code}"\nname_ko = "가"\nname_en = "a"\nprefix = ""\n'


def ranges(home: Path, **given: tuple[int, int]) -> None:
    toml = home / "counter.toml"
    kept = toml.read_text("utf-8").partition("\n[[queue.categories]]")[0]
    said = (
        ONE.format(code=code) + f"first = {first}\nlast = {last}\n"
        for code, (first, last) in given.items()
    )
    toml.write_text(kept + "".join(said), "utf-8")


def test_a_range_that_grows_over_numbers_given_out_leaves_those_out(
    home: Path, clock: FixedClock, action: NewAction
) -> None:
    def take(*codes: str) -> list[str]:
        counter = open_counter(home, clock)
        taken = [counter.tickets.take(code, action_id=action()).number for code in codes]
        counter.close()
        return taken

    ranges(home, A=(101, 102), B=(103, 199))
    assert take("A", "A", "B", "B") == ["101", "102", "103", "104"]
    ranges(home, A=(101, 499), B=(500, 999))
    assert take("A", "B", "A") == ["105", "500", "106"]
