"""What is told of somebody in words beside a name: status of stay, nationality, month of birth."""

import re
from collections.abc import Iterator
from dataclasses import replace

from counter_app.errors import Refusal
from counter_app.residents import birth_dates, codes
from counter_app.residents.asked import Query

_STATUS = re.compile(
    r"(?<![0-9A-Z-])(?:[A-H]-|[D-H](?=[0-9-]+(?![0-9가-힣])))"
    r"[1-9][0-9]?(?:-[0-9A-Z]{1,3})?(?![0-9A-Z-])"
)
"""Without its hyphen only from D on, where it is no basement, and only beside something else, for
it may be the beginning of a passport."""
_MOST = 5
"""Words of a nationality's name."""
_YEAR = 4


def status(line: str) -> tuple[str, str]:
    """The status of stay in a folded line, and the rest.

    Raises Refusal residents.status_alone where there is no rest: thousands have it.
    """
    match = _STATUS.search(line)
    if not match:
        return "", line
    try:
        found = codes.normalised_status(match[0])
    except Refusal:  # no such status, so it is something else
        return "", line
    rest = f"{line[: match.start()]} {line[match.end() :]}"
    if not rest.strip() and match[0][1] != "-":
        return "", line
    if not rest.strip():
        raise Refusal("residents.status_alone", status=found)
    return found, rest


def meanings(query: Query) -> Iterator[Query]:
    """A query of nobody, some of whose words are rather a nationality or a month."""
    if query.birth and len(query.birth) == _YEAR:
        for at, word in enumerate(query.words):
            if month := birth_dates.month(word):
                left = (*query.words[:at], *query.words[at + 1 :])
                phone = "" if query.either else query.phone
                yield replace(query, words=left, birth=f"{query.birth}{month:02}", phone=phone)
    known = codes.nations_by_name()
    for start in range(len(query.words)):
        for end in range(min(len(query.words), start + _MOST), start, -1):
            if code := known.get("".join(query.words[start:end])):
                left = (*query.words[:start], *query.words[end:])
                yield replace(query, words=left, nationality=code)
    for at, part in enumerate(query.parts):
        if code := known.get(part):
            parts = (*query.parts[:at], *query.parts[at + 1 :])
            yield replace(query, hangul="".join(parts), parts=parts, nationality=code)
