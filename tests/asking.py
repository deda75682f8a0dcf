"""How tests ask: an id for each action, SQL past all our code, and why an act was refused."""

from collections.abc import Callable

import pytest

from counter_app.errors import Refusal

NewAction = Callable[[], str]
Sql = Callable[[str], list[tuple[object, ...]]]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code
