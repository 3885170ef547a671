import math

import osmium
import pytest

from perron.errors import BadInputError, BadValueError
from perron.sources import read, read_streets

GRAPHML = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d10" for="edge" attr.name="name" attr.type="string"/>
<key id="d15" for="edge" attr.name="length" attr.type="string"/>
<key id="d5" for="node" attr.name="x" attr.type="string"/>
<key id="d4" for="node" attr.name="y" attr.type="string"/>
<graph edgedefault="directed">
<node id="11"><data key="d4">48.86</data><data key="d5">2.30</data></node>
<node id="12"><data key="d4">48.87</data><data key="d5">2.31</data></node>
<node id="13"><data key="d4">48.88</data><data key="d5">2.31</data></node>
<edge source="11" target="12"><data key="d10">Rue de l'Été</data><data key="d15">100.5</data></edge>
<edge source="12" target="11"><data key="d10">Rue de l'Été</data><data key="d15">100.5</data></edge>
<edge source="11" target="12"><data key="d10">Passage</data><data key="d15">140</data></edge>
<edge source="12" target="13"><data key="d10">['Rue A', 'Rue B']</data><data key="d15">50</data></edge>
<edge source="13" target="13"><data key="d15">10</data></edge>
</graph></graphml>
"""


def graphml(tmp_path, text=GRAPHML):
    path = tmp_path / "streets.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_directions_of_a_street_are_one_edge(tmp_path):
    streets = read_streets(graphml(tmp_path))
    assert streets.lon.tolist() == [2.30, 2.31, 2.31]
    assert sorted(
        zip(streets.start.tolist(), streets.end.tolist(), streets.length.tolist(), strict=True)
    ) == [
        (0, 1, 100.5),
        (0, 1, 140.0),
        (1, 2, 50.0),
    ]
    assert set(streets.name) == {"Rue de l'Été", "Passage", "Rue A"}


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('<data key="d5">2.30</data>', "", BadValueError),
        ('target="13"><data key="d10">[', 'target="99"><data key="d10">[', BadValueError),
        ("</graph></graphml>", "", BadInputError),
        ("<graphml ", '<!DOCTYPE x [<!ENTITY a "b">]><graphml ', BadInputError),
        ("<edge", "<other", BadInputError),
    ],
)
def test_broken_networks_are_refused(tmp_path, old, new, error):
    with pytest.raises(error, match=r"streets\.txt"):
        read_streets(graphml(tmp_path, GRAPHML.replace(old, new)))


def pbf(path, tags):
    writer = osmium.SimpleWriter(str(path))
    places = {1: (2.30, 48.86), 2: (2.31, 48.86), 3: (2.32, 48.86), 4: (2.31, 48.87)}
    for number, place in places.items():
        writer.add_node(osmium.osm.mutable.Node(id=number, location=place, version=1))
    ways = [
        ([1, 2, 3], tags),
        ([2, 4], {"highway": "steps"}),
        ([1, 4], {"highway": "motorway"}),
        ([3, 4], {}),
    ]
    for number, (nodes, marks) in enumerate(ways, start=1):
        writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=marks, version=1))
    writer.close()
    return path


def test_walkable_ways_of_an_openstreetmap_extract(tmp_path):
    path = pbf(tmp_path / "extrait.osm.pbf", {"highway": "residential", "name": "Rue Haute"})
    moved = path.rename(tmp_path / "extrait.csv")
    found = read(moved)
    assert found.format.name == "osm"
    streets = found.table
    assert found.rows == 3
    assert sorted(streets.name) == ["", "Rue Haute", "Rue Haute"]
    expected = math.cos(math.radians(48.86)) * math.radians(0.01) * 6_371_008.8
    assert streets.length[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "tags", [{"highway": "residential", "foot": "no"}, {"highway": "service", "access": "private"}]
)
def test_streets_closed_to_walkers_are_left_out(tmp_path, tags):
    assert read(pbf(tmp_path / "x.osm.pbf", tags)).rows == 1


def test_a_damaged_extract_is_refused(tmp_path):
    path = pbf(tmp_path / "x.osm.pbf", {"highway": "residential"})
    path.write_bytes(path.read_bytes()[:90])
    with pytest.raises(BadInputError, match=r"x\.osm\.pbf"):
        read(path)
