"""Each example looks for one of the three thousand, by lot."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from counter_app.residents.views import Found

lots = st.integers(min_value=0, max_value=2999)
real_store = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def ids(found: Found) -> list[int]:
    return [hit.id for hit in found.hits]
