"""The counter in a terminal: the same services, for people and for other programs.

Contract: `--json` prints one document on stdout; errors are one sentence on stderr (with --json
{"error", "code"}); exit status 1 for a refusal, 2 for bad usage, 3 for a fault.
"""

import io
import json
import logging
import os
import sys
from copy import copy
from pathlib import Path

import typer
from typer.exceptions import TyperException
from typer.main import get_command_name

from counter_app.cli import (
    archive,
    audit,
    batch,
    board,
    books,
    centres,
    certificates,
    clerks,
    day,
    desks,
    district,
    host,
    keys,
    kiosk,
    matter_papers,
    matters,
    numbers,
    paper,
    privacy,
    receipts,
    residents,
    simulate,
    sync,
    system,
    ticket_acts,
    tickets,
    till,
    verifying,
)
from counter_app.cli.usage import in_words
from counter_app.config import default_home, language_of
from counter_app.errors import Refusal
from counter_app.logs import log_fault, log_to
from counter_app.words import explain, say

REFUSED, USAGE, FAULT, CANCELLED = 1, 2, 3, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Counter software for Korean community centres.",
)
ticket_acts.add_to(tickets.app)
verifying.add_to(certificates.app)
certificates.app.command()(batch.batch)
till.app.command()(receipts.receipt)
books.add_to(till.app)
matter_papers.add_to(matters.app)
app.add_typer(tickets.app, name="ticket")
app.add_typer(desks.app, name="desk")
app.add_typer(simulate.app, name="queue")
app.add_typer(residents.app, name="resident")
app.add_typer(centres.app, name="centre")
app.add_typer(certificates.app, name="certificate")
app.add_typer(matters.app, name="matter")
app.add_typer(till.app, name="till")
app.add_typer(paper.app, name="paper")
app.add_typer(archive.app, name="archive")
app.add_typer(audit.app, name="audit")
app.add_typer(clerks.app, name="clerk")
app.add_typer(privacy.app, name="privacy")
app.add_typer(keys.app, name="keys")
app.add_typer(numbers.app, name="numbers")
app.add_typer(host.app, name="host")
app.add_typer(district.app, name="district")
app.add_typer(sync.app, name="sync")
system.add_to(app)
app.command()(day.day)
app.command()(board.board)
app.command()(kiosk.kiosk)


def run() -> None:
    """The `counter` command. Ends the process with the contract's exit status."""
    logging.raiseExceptions = False  # a log that cannot be written does not speak on stderr
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Windows would write a code page to a pipe
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not all(map(_is_text, sys.argv)):
        sys.exit(_fail(say("cli.no_text", _language()), "cli.no_text", USAGE))
    try:
        status = asked_of(sys.argv)(standalone_mode=False)
    except Refusal as refusal:
        sys.exit(_fail(explain(refusal, _language()), refusal.code, REFUSED))
    except TyperException as error:
        language = _language()
        if not (problem := in_words(error, language)):
            sys.exit(USAGE)
        sentence = say("cli.usage", language, problem=problem)
        sys.exit(_fail(sentence, "cli.usage", USAGE))
    except Exception as error:  # noqa: BLE001 - the outermost boundary: logged, told once
        sys.exit(_fail(_fault(error, _language()), "cli.fault", FAULT))
    if status == CANCELLED:
        sys.exit(_fail(say("cli.cancelled", _language()), "cli.cancelled", CANCELLED))
    sys.exit(status if isinstance(status, int) else 0)


def asked_of(words: list[str]) -> typer.Typer:
    """The commands without the groups that are not asked for: making them all takes longer than
    most commands, and the window starts by one."""
    groups = {group.name: group for group in app.registered_groups}
    single = {
        command.name or get_command_name(command.callback.__name__)
        for command in app.registered_commands
        if command.callback
    }
    first = "".join(words[1:2])
    if first not in groups and first not in single:
        return app
    asked = copy(app)
    asked.registered_groups = [groups[first]] if first in groups else []
    return asked


def _is_text(word: str) -> bool:
    """Not so for bytes that were no UTF-8, which Python hands over as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _language() -> str:
    return language_of(_home(sys.argv))


def _fault(error: Exception, language: str) -> str:
    """Logs a fault with the centre it happened in and says where."""
    try:
        path = log_to(_home(sys.argv))
    except OSError as problem:
        kind, why = type(error).__name__, problem.strerror
        return say("cli.fault_unlogged", language, kind=kind, problem=why)
    return say("cli.fault", language, reference=log_fault(error), log=path)


def _home(words: list[str]) -> Path:
    """The folder that --home names, as far as a command that failed can tell."""
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        given = [value] if equals else words[at + 1 : at + 2]
        # Not Path.is_dir, which raises where the folder above may not be looked into.
        if name == "--home" and given and os.path.isdir(given[0]):  # noqa: PTH112 - a name that no path may have is none
            return Path(given[0])
    return default_home()


def _fail(sentence: str, code: str, status: int) -> int:
    as_json = "--json" in sys.argv
    said = json.dumps({"error": sentence, "code": code}, ensure_ascii=False)
    print(said if as_json else sentence, file=sys.stderr)
    return status
