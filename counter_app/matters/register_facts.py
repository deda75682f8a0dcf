"""What the register has for a form, a slip or a receipt of somebody's matter. Pure."""

from collections.abc import Mapping
from datetime import date

from counter_app.residents import masking
from counter_app.residents.alerts import present
from counter_app.residents.views import Resident


def of_register(
    resident: Resident, told: Mapping[str, str], today: date, *, whole: bool
) -> dict[str, str]:
    """By the words of a sheet. `told`: what the matter asked; `whole`: with the number unmasked,
    which is never so on what is carried about."""
    hangul = f" ({resident.name_hangul})" if resident.name_hangul and resident.name_roman else ""
    number = f"{resident.number[:6]}-{resident.number[6:]}"
    home = {"old_address": _left(resident, told)} if "address" in told else _lives(resident, today)
    return {
        "name": f"{resident.name_roman or resident.name_hangul}{hangul}",
        "sex": resident.sex.value,
        "birth_date": str(resident.birth_date),
        "number": number if whole else masking.mask_number(resident.number),
        "nationality": resident.nationality,
        "status_of_stay": resident.status_of_stay or "",
        **home,
    }


def _lives(resident: Resident, today: date) -> dict[str, str]:
    home = present(resident.addresses, today)
    return {"home": home.text_ko} if home else {}


def _left(resident: Resident, told: Mapping[str, str]) -> str:
    """What was reported last before the move, whether or not that is in the register by now."""
    moved_in = date.fromisoformat(told["moved_in"]) if "moved_in" in told else date.max
    reported = (
        one.text_ko
        for one in resident.addresses
        if one.reported_on and one.moved_in <= moved_in and one.text_ko != told["address"]
    )
    return next(reported, "")
