"""How an act went, told on the sheet it was done on."""

from collections.abc import Callable

from counter_app.errors import Refusal
from counter_app.words import explain
from ui.base.notices import announce
from ui.base.session import Session
from ui.kit.strip import Strip


class ToldStrip(Strip):
    """Says the last that was told in the language of the moment, and has a screen reader say it
    once."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._words: Callable[[], tuple[str, str, str]] = _nothing
        session.language_changed.connect(self._retell)

    def clear(self) -> None:
        self._words = _nothing
        self._retell()

    def refuse(self, refusal: Refusal) -> None:
        self._tell(lambda: ("danger", "", explain(refusal, self._session.language)))

    def tell(
        self, code: str, tone: str = "success", /, *, bold: bool = False, **fields: object
    ) -> None:
        """`code`: a words code, filled by `fields`; `tone`: one of theme.TONES."""

        def words() -> tuple[str, str, str]:
            said = self._session.say(code, **fields)
            return (tone, said, "") if bold else (tone, "", said)

        self._tell(words)

    def _tell(self, words: Callable[[], tuple[str, str, str]]) -> None:
        self._words = words
        self._retell()
        announce(self, self.words, urgent=self.tone == "danger")

    def _retell(self) -> None:
        self.show_words(*self._words())


def _nothing() -> tuple[str, str, str]:
    return "information", "", ""
