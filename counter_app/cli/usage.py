"""What is wrong with a command, in the language of the user: typer says it in English only."""

import re
from typing import Any

from typer.exceptions import TyperException

from counter_app.words import say

_INVALID = r"Invalid value for '(?P<name>.+?)': (?:Value error, )?"
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), f"cli.usage_{kind}")
    for pattern, kind in (
        (r"Missing option '(?P<name>.+?)'\.?", "option_missing"),
        (r"Missing argument '(?P<name>.+?)'\.?", "argument_missing"),
        (r"No such command '(?P<name>.+)'\. Did you mean (?P<likely>.+)\?", "no_command_like"),
        (r"No such command '(?P<name>.+)'\.?", "no_command"),
        (r"No such option: (?P<name>.+) \(Possible options: (?P<likely>.+)\)", "no_option_like"),
        (r"No such option: (?P<name>.+)", "no_option"),
        (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<name>.+)\)", "too_many"),
        (r"Option '(?P<name>.+)' requires an argument\.?", "no_value"),
        (r"Option '(?P<name>.+)' does not take a value\.?", "value_unwanted"),
        (_INVALID + r"Input should be a valid integer.*", "no_integer"),
        (_INVALID + r"Input should be greater than or equal to (?P<least>\S+?)\.?", "too_small"),
        (_INVALID + r"Input should be less than or equal to (?P<most>\S+?)\.?", "too_large"),
        (_INVALID + r"'(?P<value>.*)' is not one of (?P<allowed>.+?)\.?", "no_choice"),
    )
)
"""typer's sentences by their whole text; one that is not here is left as it is."""


def in_words(error: TyperException, language: str) -> str:
    """A whole sentence, or "" where there was no command and the help has been shown."""
    if early := _early(error):
        return say("cli.usage_option_early", language, name=early)
    told = getattr(error, "format_message", None)
    problem = str(told() if told else error)
    for pattern, code in _KINDS:
        if found := pattern.fullmatch(problem):
            return say(code, language, **found.groupdict())
    return f"{problem.removesuffix('.')}." if problem else ""


def _early(error: TyperException) -> str | None:
    """An option that stands before the command it belongs to."""
    name, group = getattr(error, "option_name", None), getattr(error, "cmd", None)
    return name if name in _options_below(group) else None


def _options_below(group: Any) -> set[str]:
    """Of all commands of a group and of the groups in it; a command has nothing below."""
    found = set[str]()
    for command in getattr(group, "commands", {}).values():
        found |= {name for option in command.params for name in option.opts}
        found |= _options_below(command)
    return found
