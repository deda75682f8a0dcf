"""Why a certificate cannot be issued as it is asked for, in the words of the window."""

UNFINISHED = frozenset(
    f"certificates.{code}"
    for code in (
        "applicant_unnamed",
        "ground_needed",
        "proof_needed",
        "detail_needed",
        "enclosure_needed",
        "purpose_needed",
        "building_unknown",
        "building_nowhere",
        "building_several",
    )
)
"""Refusals of what is not wrong, only not filled in yet."""
WORDED = {
    "certificates.ground_needed": "ui_request.ground_needed",
    "certificates.building_unknown": "ui_request.unknown",
    "certificates.building_nowhere": "ui_request.nowhere",
    "certificates.building_several": "ui_request.several",
    "certificates.clock_back": "ui_request.clock_back",
    **{
        f"certificates.enclosure_{doubt}": f"ui_request.{doubt}"
        for doubt in ("doubt_key", "doubt_list", "doubt_past")
    },
}
"""What a terminal says with codes and options, where here is a list or a tick."""
