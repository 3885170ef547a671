"""Build the Paris sample from the raw files: build_sample.py --data FOLDER [--out FOLDER]."""

import argparse
from pathlib import Path

from perron import sources
from perron.samples.pack import pack, write_manifest
from perron.samples.paris import FOLDER
from perron.samples.prepare import anonymous_addresses, figures_of, street_tables, voted_choices

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--out", type=Path, default=FOLDER)
asked, used = parser.parse_args(), []


def find(pattern: str) -> list[Path]:
    used.extend(found := sorted(asked.data.glob(pattern)))
    return found


electors, ban = find("paris/addresses/paris2012_*") + find("paris/addresses/ban_*")
addresses, counts = anonymous_addresses(sources.read_addresses([electors, ban]), sources.read_addresses(ban))
results = voted_choices(sources.read_results(find("results/aktiur_*_large.csv.gz"), communes={"75056"}))
old, new = find("paris/bureaux/paris2012_*.geojson") + find("paris/bureaux/*_2017.geojson")
areas = sources.read_areas(*find("paris/socio/paris_iris_2013.geojson"))
figures = figures_of(areas, [sources.read_statistics(path) for path in find("paris/socio/*_iris*.csv")])
nodes, edges = street_tables(sources.read_streets(*find("paris/streets/*.graphml")))
pack(results.general, asked.out / "general.parquet", by=["election", "bureau"])
pack(results.votes, asked.out / "votes.parquet", by=["election", "choice", "bureau"])
pack(sources.read_bureaux(old), asked.out / "bureaux_2012.parquet", by=["bureau"])
pack(sources.read_bureaux(new), asked.out / "bureaux_2017.parquet", by=["bureau"])
pack(addresses, asked.out / "addresses.parquet", by=["commune", "street_key", "number", "suffix", "address"])
pack(areas, asked.out / "areas.parquet", by=["area"])
pack(figures, asked.out / "statistics.parquet", by=["area"])
pack(sources.read_housing(*find("paris/socio/*sociaux*")), asked.out / "housing.parquet", by=["lon", "lat"])
pack(nodes, asked.out / "street_nodes.parquet", by=[])
pack(edges, asked.out / "street_edges.parquet", by=[])
write_manifest(asked.out, {str(path.relative_to(asked.data)): path for path in used}, counts)
