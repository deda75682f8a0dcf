"""Which paper was seen: one of those that prove a ground, with its number behind it."""

from collections.abc import Sequence

from ui.kit.open_choice import OpenChoice


class Proof(OpenChoice):
    """The paper seen, one of the ground's, and behind it the number or date it bears; empty until
    the clerk says so."""

    def show_papers(self, choices: Sequence[tuple[str, str]]) -> None:
        before = self.words
        self.show_choices(choices)
        if not before:
            self.clear_words()

    def clear_words(self) -> None:
        self.setCurrentIndex(-1)
        self.setEditText("")
