"""Elections in words."""

import pytest

from perron.elections import long_name, named_in, short_name
from perron.words import Words


@pytest.mark.parametrize(
    ("name", "long", "short"),
    [
        ("2017-presidentielle-1", "Présidentielle 2017, 1er tour", "Présid. 1|2017"),
        ("2019-europeennes", "Européennes 2019", "Europ.|2019"),
        ("2031-senat", "2031-senat", "senat|2031"),
    ],
)
def test_an_election_is_written_as_people_say_it(name, long, short):
    assert long_name(name).fr == long
    assert short_name(name).fr == short


def test_elections_named_in_a_sentence_are_written_in_its_language():
    said = named_in(Words("2014-municipales-2: nothing.", "2014-municipales-2\u00a0: rien."))
    assert said == Words("Municipal 2014, 2nd round: nothing.", "Municipales 2014, 2d tour\u00a0: rien.")
