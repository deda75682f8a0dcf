"""The errors that services raise on purpose. They live in `db`, which refuses too."""

from db.errors import GivenUp, Refusal

__all__ = ["GivenUp", "Refusal"]
