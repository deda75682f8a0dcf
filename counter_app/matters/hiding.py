"""What a screen shows of what was told of a person before the clerk has said why."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from counter_app.matters.procedures import procedure_of
from counter_app.matters.views import MatterView
from counter_app.residents import masking

MASKS: Mapping[str, Callable[[str], str]] = {
    "passport": masking.mask_passport,
    "phone": masking.mask_phone,
    "address": masking.mask_address,
    "elsewhere": masking.mask_address,
}
"""By the kind of question; what is of another kind is shown."""


def masked(view: MatterView) -> MatterView:
    """The same matter with passport, telephone and addresses as a screen shows them unasked."""
    procedure = procedure_of(view.line.procedure, view.version)
    masks = {q.key: MASKS[q.kind] for q in procedure.questions if q.kind in MASKS}
    facts = {key: masks[key](told) if key in masks else told for key, told in view.facts.items()}
    return replace(view, facts=facts)
