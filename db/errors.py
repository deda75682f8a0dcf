"""What can go wrong and be told: a refusal. A lost connection becomes one when asking again does
not help. Everything else is a fault and propagates."""


class Refusal(Exception):
    """A request that cannot be met; nothing has changed.

    `code` is "<module>.<code>" in resources/translations, `fields` fill its sentence.
    Fields never hold an identity number or a name.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Lost(Exception):
    """The shared store went away in the middle, or would not do it now.

    Whether the act was done is known only by asking again with its action id; `code` is what to
    tell when that goes on failing.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GivenUp(Exception):
    """Nobody waits for the answer any more; nothing has changed."""
