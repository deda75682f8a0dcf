"""counter numbers …: the blocks of issue and receipt numbers that this PC holds."""

from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    Home,
    new_action,
    terminal,
)

if TYPE_CHECKING:
    from counter_app.certificates.number_views import BlockView

app = typer.Typer(no_args_is_help=True, help="Issue and receipt numbers: blocks and what is left.")


@app.command()
def status(
    year: Annotated[int | None, typer.Option("--year", help="This one if left out.")] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The blocks of a year, and how many numbers each has left."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        t.table("blocks", [_shown(block) for block in t.counter.numbers.blocks(year)])


@app.command()
def allot(
    series: Annotated[str, typer.Argument(help="Such as 2026-1144066000-AR; R is receipts.")],
    first: Annotated[int, typer.Argument()],
    last: Annotated[int, typer.Argument()],
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Give this PC another block of numbers; for an administrator."""
    with terminal(home, as_json) as t:
        actor, action = t.actor(clerk), new_action(action_id)
        block = t.counter.numbers.allot(actor, series, first, last, action_id=action)
        t.answer(_shown(block))


@app.command()
def resume(
    receipt: Annotated[str, typer.Argument(help="This year's last receipt number on paper.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Go on after a restore where nobody knows how far numbers had come; for an administrator."""
    with terminal(home, as_json) as t:
        left_out = t.counter.numbers.resume(t.actor(clerk), receipt)
        t.answer({"left_out": left_out})


def _shown(block: "BlockView") -> Answer:
    return {
        "series": block.series,
        "first": block.first,
        "last": block.last,
        "used": block.used,
        "left": block.left,
        "source": block.source.value,
        "taken_at": block.taken_at,
        "closed_at": block.closed_at,
        "lost": block.lost,
    }
