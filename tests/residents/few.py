"""A few people whom a look-up has to tell apart."""

from dataclasses import replace
from datetime import date

from counter_app.demo.people import Person
from counter_app.residents import identity_numbers
from counter_app.residents.views import Address
from db.identity import IdKind, Sex

HOME = "서울특별시 마포구 월드컵로 94, 302호 (서교동, 한빛빌라)"
OTHER = "서울특별시 마포구 와우산로29길 14-5 (서교동)"
BORN = date(1990, 3, 15)


def _number(kind: IdKind, sex: Sex, serial: int) -> str:
    return identity_numbers.make(kind, BORN, sex, serial)


def made_up(any_: Person) -> dict[str, Person]:
    """Each differs from the others in one thing."""
    any_ = replace(any_, birth_date=BORN, former_numbers=None, name_original="")
    hoa = replace(
        any_,
        id=1,
        id_kind=IdKind.FRN,
        number=_number(IdKind.FRN, Sex.FEMALE, 11),
        former_numbers=_number(IdKind.FRN, Sex.MALE, 12),
        sex=Sex.FEMALE,
        name_roman="NGUYEN THI HOA",
        name_hangul="응우옌티호아",
        name_original="Nguyễn Thị Hoa",
        nationality="VNM",
        passport_number="B1234567",
        phone="010-2345-6789",
        addresses=(Address(BORN, None, BORN, HOME),),
    )
    there = (Address(BORN, None, BORN, OTHER),)
    made = {
        "hoa": hoa,
        "hoa_elsewhere": replace(
            hoa,
            id=2,
            number=_number(IdKind.FRN, Sex.FEMALE, 21),
            passport_number="B7654321",
            former_numbers=None,
            name_original="",
            phone="010-1111-2222",
            addresses=there,
        ),
        "citizen": replace(
            any_,
            id=3,
            id_kind=IdKind.RRN,
            number=_number(IdKind.RRN, Sex.MALE, 31),
            name_roman="PARK MINSU",
            name_hangul="박민수",
            nationality="KOR",
            passport_number=None,
            status_of_stay=None,
            phone="010-1990-1990",
            addresses=there,
        ),
        "foreigner": replace(
            any_,
            id=4,
            id_kind=IdKind.FRN,
            number=_number(IdKind.FRN, Sex.MALE, 41),
            name_roman="PARK MINSU",
            name_hangul="박민수",
            nationality="USA",
            passport_number="A00000041",
            phone=None,
            addresses=there,
        ),
        "pak": replace(
            any_,
            id=5,
            id_kind=IdKind.FRN,
            number=_number(IdKind.FRN, Sex.MALE, 51),
            name_roman="PAK MIN-SOO",
            name_hangul="박민수",
            nationality="UZB",
            passport_number="A00000051",
            phone=None,
            addresses=there,
        ),
        "yi": replace(
            any_,
            id=6,
            number=_number(IdKind.RRN, Sex.FEMALE, 61),
            name_roman="YI YOUNGHEE",
            name_hangul="이영희",
            passport_number=None,
            phone=None,
            addresses=there,
        ),
        "leap": replace(
            any_,
            id=7,
            birth_date=date(2004, 2, 29),
            number=identity_numbers.make(IdKind.FRN, date(2004, 2, 29), Sex.MALE, 71),
            name_roman="VENKATANARASIMHARAJUVARIPETA O'BRIEN-DE",
            name_hangul="",
            passport_number="Z0000071",
            phone=None,
            addresses=there,
        ),
        "mononym": replace(
            any_,
            id=8,
            number=_number(IdKind.FRN, Sex.MALE, 81),
            name_roman="SUHARTO",
            name_hangul="수하르토",
            passport_number="C0000081",
            phone=None,
            addresses=there,
        ),
    }
    assert len(made["leap"].name_roman) == 39
    return made
