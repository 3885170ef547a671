"""Build the Paris sample from the raw files: build_sample.py --data FOLDER [--out FOLDER]."""

import argparse
from pathlib import Path

from perron import sources
from perron.samples import prepare
from perron.samples.pack import pack_sample, write_manifest
from perron.samples.paris import FOLDER
from perron.samples.places import named_bureaux

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--out", type=Path, default=FOLDER)
asked, used = parser.parse_args(), []


def find(pattern: str) -> list[Path]:
    used.extend(found := sorted(asked.data.glob(pattern)))
    return found


electors, ban = find("paris/addresses/paris2012_*") + find("paris/addresses/ban_*")
points = sources.read_addresses(ban)
counts = prepare.counts_of_points(sources.read_addresses(electors), points)
tables = {"areas": sources.read_areas(*find("paris/socio/paris_iris_2013.geojson"))}
tables["addresses"] = prepare.anonymous_addresses(sources.read_addresses([electors, ban]))
results = sources.read_results(find("results/aktiur_*_large.csv.gz"), communes={"75056"})
tables["general"], tables["votes"] = prepare.voted_choices(results)
tables["bureaux_2012"] = sources.read_bureaux(*find("paris/bureaux/paris2012_*.geojson"))
new = sources.read_bureaux(*find("paris/bureaux/*_2017.geojson"))
places = sources.read_polling_places(*find("paris/bureaux/paris_bureaux-de-votes_2017.csv"))
tables["bureaux_2017"] = named_bureaux(new, places, points)
figures = [sources.read_statistics(path) for path in find("paris/socio/*_iris*.csv")]
tables["statistics"] = prepare.figures_of(tables["areas"], figures)
tables["housing"] = sources.read_housing(*find("paris/socio/paris_logements_sociaux*"))
streets = sources.read_streets(*find("paris/streets/*.graphml"))
tables["street_nodes"], tables["street_edges"] = prepare.street_tables(streets)
pack_sample(tables, asked.out)
write_manifest(asked.out, {str(path.relative_to(asked.data)): path for path in used}, counts)
