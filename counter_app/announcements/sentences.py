"""What a call says: to be read on the board, and to be heard in one language after the other."""

from collections.abc import Collection
from dataclasses import dataclass

from counter_app.announcements.numerals import said_number, said_ticket
from counter_app.queue.views import AnnouncementView
from counter_app.words import say
from db.queue import Call

_CODES = {Call.CALL: "board_calls.call", Call.RECALL: "board_calls.recall"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something to be said without a break by a voice of its language."""

    language: str
    text: str


def written(call: AnnouncementView) -> str:
    """The call in its visitor's language."""
    return say(_CODES[call.kind], call.language, number=call.number, window=call.window)


def spoken(call: AnnouncementView, voices: Collection[str]) -> tuple[Part, ...]:
    """The call in Korean, then in its visitor's language, or in English where no voice has that.

    `voices`: the languages that can be heard. Empty when there is none of use.
    """
    own = call.language if call.language in voices else "en"
    wanted = ("ko",) if call.language == "ko" else ("ko", own)
    return tuple(_part(call, language) for language in wanted if language in voices)


def _part(call: AnnouncementView, language: str) -> Part:
    number, window = said_ticket(call.number, language), said_number(call.window, language)
    return Part(language, say(_CODES[call.kind], language, number=number, window=window))
