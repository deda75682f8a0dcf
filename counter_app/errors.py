"""The one kind of error a user is told about. It lives in `db`, which refuses too."""

from db.errors import Refusal

__all__ = ["Refusal"]
