"""Addresses put in bureaux: by their own code when it fits the areas, by their point otherwise."""

from geo_squares import addresses, grid

from perron.geo.placing import place_addresses
from perron.samples import load_paris

CODES = ["75056_0000", "75056_0001"]


def test_codes_that_fit_are_trusted():
    points = addresses([50.0, 150.0, 9000.0], [50.0] * 3, bureau=[*CODES, CODES[0]])
    placed = place_addresses(points, grid(2, 1))
    assert placed.addresses.get_column("bureau").to_list() == [*CODES, CODES[0]]
    assert (placed.agreement, placed.by_code, placed.by_point, placed.nowhere) == (1.0, 3, 0, 0)


def test_codes_of_another_set_are_not():
    points = addresses([50.0, 150.0, 9000.0], [50.0] * 3, bureau=[CODES[1], CODES[0], CODES[0]])
    placed = place_addresses(points, grid(2, 1))
    assert placed.addresses.get_column("bureau").to_list() == [*CODES, None]
    assert (placed.agreement, placed.by_code, placed.by_point, placed.nowhere) == (0.0, 0, 2, 1)


def test_addresses_without_a_code_go_by_their_point():
    placed = place_addresses(addresses([50.0, 150.0], [50.0] * 2), grid(2, 1))
    assert placed.addresses.get_column("bureau").to_list() == CODES


def test_paris_of_2012_is_not_trusted_in_2017():
    sample = load_paris()
    assert 0.79 < place_addresses(sample.addresses, sample.bureaux_2017).agreement < 0.82
    assert place_addresses(sample.addresses, sample.bureaux_2012).agreement > 0.98
