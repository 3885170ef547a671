"""What people type to say where they are; how far; in which area."""

import pytest

from perron_web.features.teams.rules.nearest import (
    Said,
    arrondissement_of,
    departements_of,
    folded,
    holds,
    metres,
    read,
    walking_minutes,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("75020", Said(postcode="75020")),
        (" 75 020 ", Said(postcode="75020")),
        ("Montreuil", Said(town="Montreuil")),
        ("93100 Montreuil", Said(postcode="93100", town="Montreuil")),
        ("Saint-Denis 93200", Said(postcode="93200", town="Saint-Denis")),
        (
            "12 bis rue des Lilas, 75020 Paris",
            Said(postcode="75020", number=12, suffix="bis", street="rue des Lilas", town="Paris"),
        ),
        ("rue de Ménilmontant", Said(street="rue de Ménilmontant")),
        ("12, avenue Gambetta, Paris", Said(number=12, street="avenue Gambetta", town="Paris")),
        ("4 place de la Mairie, Lille", Said(number=4, street="place de la Mairie", town="Lille")),
        ("", Said()),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(text, said):
    assert read(text) == said


def test_postcodes_of_the_three_cities_number_their_arrondissements():
    found = {code: arrondissement_of(code) for code in ("75020", "75116", "69003", "13016", "13100", "75021")}
    assert found["75020"] == ("75056", 20)
    assert found["75116"] == ("75056", 16)
    assert found["69003"] == ("69123", 3)
    assert found["13016"] == ("13055", 16)
    assert found["13100"] is found["75021"] is None


def test_postcodes_say_their_departement():
    codes = ("93100", "20000", "20200", "97400", "1234", "00100")
    assert [departements_of(code) for code in codes] == [("93",), ("2A",), ("2B",), ("974",), (), ()]


def test_names_are_compared_without_their_dress():
    assert folded("Saint-Étienne-de-l’Œuvre") == folded("ST ETIENNE DE L OEUVRE")


def test_distances():
    assert metres((2.3522, 48.8566), (2.3522, 48.8656)) == pytest.approx(1000.8, rel=0.001)
    assert walking_minutes(900) == 15
    assert walking_minutes(3) == 1


def test_a_hole_is_outside():
    square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    area = {"type": "MultiPolygon", "coordinates": [[square, hole]]}
    assert holds(area, (3, 3))
    assert not holds(area, (1.5, 1.5))
    assert not holds({"type": "Polygon", "coordinates": [square]}, (5, 1))
