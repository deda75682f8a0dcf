"""[privacy] of counter.toml."""

from typing import Any

from counter_app.checked import flag, table


def read_clerk_names(data: dict[str, Any]) -> bool:
    """Whether a record of accesses that is given out names the clerks.

    By default it does: who acted in an office is public (정보공개법 제9조 제1항 제6호 라목). An
    office that shields its staff leaves the names out; then the window stands for them.

    Raises Refusal config.wrong_type.
    """
    found = table(data, "privacy") if "privacy" in data else {}
    return flag(found, "clerk_names", True, "privacy")
