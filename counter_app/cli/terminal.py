"""What every command shares: the centre it works in, who works, and how the answer is given."""

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from counter_app.config import default_home
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.printing.files import OneFile
from counter_app.privacy.actor import Actor
from counter_app.privacy.moments import WARNED
from counter_app.privacy.second import Second
from counter_app.words import say, user_language
from db.queue import TicketState

Home = Annotated[
    Path | None,
    # Read by us, who can say in a sentence what is in the way.
    typer.Option("--home", envvar="COUNTER_HOME", help="The centre's folder.", readable=False),
]
ClerkName = Annotated[str | None, typer.Option("--clerk", help="Login of the clerk who works.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
DemoDistrict = Annotated[
    bool,
    typer.Option("--demo-district", help="With a synthetic district beside a demo centre."),
]
ActionId = Annotated[
    str | None, typer.Option("--action-id", help="Sent again with the same id, it is done once.")
]

Visit = Annotated[
    int | None,
    typer.Option("--ticket", help="The id of the ticket being served, for the record of accesses."),
]

SecondLogin = Annotated[
    str | None, typer.Option("--second", help="Login of the other who signs when money goes back.")
]

ClockSecond = Annotated[
    str | None,
    typer.Option("--clock-second", help="Login of who confirms that a clock set back is right."),
]

Answer = dict[str, object]
AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})
"""Where a ticket stands whose visitor is at a window now."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """An open centre and the way to answer. `--json` prints the answer's dict as it is."""

    counter: Counter
    as_json: bool
    language: str

    def actor(self, login: str | None, window: int | None = None) -> Actor:
        """Signs in who `--clerk` names, or the demo account of a demo centre.

        Raises Refusal clerks.clerk_needed, clerks.password_needed and what `sign_in` raises.
        """
        login = self._login(login)
        return self.counter.clerks.sign_in(login, self.password(login), window)

    def seated(self, login: str | None, window: int | None, ticket_id: int | None = None) -> Actor:
        """The same at the window where the clerk sits; at `window` when they sit nowhere, and for
        the ticket that is being served, if one is named. Nobody is moved from one window to
        another. Raises as `actor`, and Refusal queue.no_ticket, queue.not_served_here."""
        login = self._login(login)
        seat = self.counter.clerks.seat(login)
        actor = self.actor(login, window if seat is None else seat)
        if ticket_id is None:
            return actor
        ticket = self.counter.tickets.ticket(ticket_id)
        if seat is None or ticket.window != seat or ticket.state not in AT_WINDOW:
            raise Refusal("queue.not_served_here", number=ticket.number)
        return replace(actor, ticket=ticket.number)

    def _login(self, login: str | None) -> str:
        demo = self.counter.config.demo
        login = login or (demo.login if demo else None)
        if login is None:
            raise Refusal("clerks.clerk_needed")
        return login

    def password(self, login: str) -> str:
        """COUNTER_PASSWORD, that of the demo account, or as typed. Raises Refusal
        clerks.password_needed."""
        demo = self.counter.config.demo
        password = os.environ.get("COUNTER_PASSWORD")
        if password is None and demo and login == demo.login:
            password = demo.password
        if password is None:
            password = asked(say("cli.password", self.language, login=login))
        return password

    @property
    def today(self) -> date:
        return self.counter.clock.now().date()

    def say(self, code: str, **fields: object) -> str:
        return say(code, self.language, **fields)

    def answer(self, answer: Answer) -> None:
        """One line a key and one more for each further value of it, or one JSON document."""
        show(answer if self.as_json else self._told(answer), self.as_json)

    def table(self, key: str, rows: list[Answer]) -> None:
        """A table, or one JSON document with the rows under `key`."""
        if self.as_json:
            show({key: rows}, True)
            return
        from rich.console import Console  # noqa: PLC0415 - most commands and the window need none
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in rows[0] if rows else ():
            table.add_column(column, no_wrap=True)
        for row in rows:
            table.add_row(*map(plain, self._told(row).values()))
        # Wider than the terminal rather than cut: a line that wraps can still be read.
        Console(width=250).print(table if rows else self.say("cli.nothing"))

    def _told(self, answer: Answer) -> Answer:
        return {
            key: self.say("cli.yes" if value else "cli.no") if isinstance(value, bool) else value
            for key, value in answer.items()
        }


@contextmanager
def terminal(home: Path | None, as_json: bool) -> Iterator[Terminal]:
    """The centre a command works in, closed afterwards. Raises Refusal config.*, store.*."""
    counter = open_counter(home or default_home())
    try:
        yield Terminal(counter, as_json, user_language(counter.config.language))
    finally:
        counter.close()


def second_password(t: Terminal, login: str) -> str:
    """COUNTER_SUPERVISOR_PASSWORD, or as typed. Raises Refusal till.supervisor_password_needed."""
    given = os.environ.get("COUNTER_SUPERVISOR_PASSWORD")
    if given is not None:
        return given
    return asked(t.say("till.supervisor_password", login=login), "till.supervisor_password_needed")


def second_of(t: Terminal, login: str | None) -> Second | None:
    """Who signs beside the clerk, if anybody is named. Raises as `second_password`."""
    return Second(login, second_password(t, login)) if login else None


def clock_confirmed(t: Terminal, actor: Actor, login: str | None) -> None:
    """Where the clock was set back: who is named signs that it is right now. Raises as
    `second_password` and Moments.confirm."""
    if login and t.counter.moments.doubted():
        t.counter.moments.confirm(actor, Second(login, second_password(t, login)))


def clock_told(t: Terminal) -> Answer:
    """What to tell, as `warning`, of a clock that lies a little before the last record."""
    behind = t.counter.moments.behind()
    if behind <= WARNED:
        return {}
    seconds = f"{round(behind.total_seconds()):,}"
    return {"warning": t.say("certificates.clock_behind", seconds=seconds)}


def new_action(action_id: str | None = None) -> str:
    return action_id or str(uuid4())


def show(answer: Answer, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, default=plain))
        return
    width = max(map(len, answer), default=0)
    for key, value in answer.items():
        values = (value or ("",)) if isinstance(value, list | tuple) else (value,)
        for name, part in zip_longest((key,), values, fillvalue=""):
            print(f"{name:<{width}}  {plain(part)}")


def plain(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def asked(prompt: str, code: str = "clerks.password_needed") -> str:
    """A password as typed. Raises Refusal `code` where nobody can type."""
    if not sys.stdin.isatty():
        raise Refusal(code)
    return getpass.getpass(prompt)


def file_for(out: Path | None, *, again: bool = False) -> OneFile | None:
    """Where a PDF goes, tried before anything is done for it. `again`: it may be there from the
    same act. Raises Refusal printing.*."""
    if out is None:
        return None
    file = OneFile(out)
    file.check(again=again)
    return file
