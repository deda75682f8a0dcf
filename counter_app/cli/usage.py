"""What is wrong with a command, in the language of the user: typer says it in English only."""

import re

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


def in_words(problem: str, language: str) -> str:
    """A whole sentence."""
    for pattern, code in _KINDS:
        if found := pattern.fullmatch(problem):
            return say(code, language, **found.groupdict())
    return problem if problem.endswith(".") else f"{problem}."
