"""The page for strangers with a district's trust file inside (docs/proof.md)."""

from counter_app.proof.trust import Bundle
from counter_app.resources import RESOURCES

_EMPTY = '<script type="application/json" id="trust">null</script>'


def page(bundle: Bundle) -> str:
    """One HTML file that verifies without a server and without a network."""
    html = (RESOURCES / "verifier" / "verify.html").read_text("utf-8")
    before, after = html.split(_EMPTY)
    held = bundle.to_json().replace("<", "\\u003c")
    return before + _EMPTY.replace("null", held) + after
