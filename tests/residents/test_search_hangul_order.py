"""Who comes first of those that a surname in Hangul or initial consonants find."""

from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.names import initials
from counter_app.residents.residents import Residents
from counter_app.residents.surnames import ROMAN


def test_a_surname_of_one_syllable_is_that_of_koreans_first(
    residents: Residents, actor: Actor
) -> None:
    hits = residents.find(actor, "이").hits
    assert hits[0].name_hangul.startswith("이")
    assert hits[0].name_roman.split()[0] in ROMAN["LEE"]


def test_initials_of_a_whole_name_come_before_those_of_a_part(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = next(one for one in everyone if one.name_roman.startswith("PHAN THI "))
    typed = initials(person.name_hangul)
    for beside in ("", " 19"):
        hits = residents.find(actor, typed + beside, limit=100).hits
        found = [initials(hit.name_hangul) for hit in hits]
        apart = [
            (one != typed, not one.startswith(typed), not one.endswith(typed)) for one in found
        ]
        assert found and apart == sorted(apart)


def test_of_initials_a_given_name_comes_before_the_middle_of_another(
    residents: Residents, actor: Actor
) -> None:
    assert initials(residents.find(actor, "ㅁㅈ").hits[0].name_hangul).endswith("ㅁㅈ")
