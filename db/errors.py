"""What can go wrong and be told: a refusal. Everything else is a fault and propagates."""


class Refusal(Exception):
    """A request that cannot be met; nothing has changed.

    `code` is "<module>.<code>" in resources/translations, `fields` fill its sentence.
    Fields never hold an identity number or a name.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
