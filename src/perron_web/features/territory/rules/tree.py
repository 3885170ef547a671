"""From codes to the tree: region, département, commune, arrondissement, bureau."""

import re
from typing import NamedTuple

from perron_web.features.territory.rules.regions import CITIES, DEPARTEMENTS, REGIONS


class Node(NamedTuple):
    """One territory of the tree."""

    path: str
    level: str
    """A `choices.Level`."""
    code: str
    name: str


def departement_of(commune: str) -> str:
    """Return the département of a commune.

    Parameters
    ----------
    commune : str
        Insee code.

    Returns
    -------
    str
        E.g. 75, 2A, 974, ZZ.
    """
    return commune[:3] if commune[:2] in {"97", "98"} else commune[:2]


def arrondissement_of(commune: str, number: str, territory: str) -> int:
    """Return the arrondissement of a bureau of Paris, Lyon or Marseille.

    Parameters
    ----------
    commune : str
        Insee code of the whole commune.
    number : str
        Number of the bureau; of four digits, the first two are the arrondissement.
    territory : str
        What the boundaries say the bureau lies in, e.g. "Paris 20e", "20e arrondissement".

    Returns
    -------
    int
        From 1; 0 where the commune has none, or where nothing says which.
    """
    if commune not in CITIES:
        return 0
    most = CITIES[commune][1]
    said = re.match(r"(?P<n>\d{1,2}) ?(?:er|e|ème)? arr", territory) or re.match(
        r"\w+ (?P<n>\d{1,2})(?:er|e)$", territory
    )
    if said and 1 <= int(said["n"]) <= most:
        return int(said["n"])
    found = int(number[:2]) if re.fullmatch(r"\d{4}", number) else 0
    return found if 1 <= found <= most else 0


def nodes_of(commune: str, name: str, arrondissement: int = 0) -> tuple[Node, ...]:
    """Return the branch of the tree that leads to a commune, or to one of its arrondissements.

    Parameters
    ----------
    commune : str
        Insee code.
    name : str
        Name of the commune; its code stands in when it is not known.
    arrondissement : int
        From 1; 0 for none.

    Returns
    -------
    tuple of Node
        From the region down.
    """
    departement = departement_of(commune)
    region, departement_name = DEPARTEMENTS.get(departement, ("99", departement))
    city = CITIES.get(commune, (name or commune, 0))[0]
    path = f"{region}/"
    branch = [Node(path, "region", region, REGIONS.get(region, region))]
    path += f"{departement}/"
    branch.append(Node(path, "departement", departement, departement_name))
    path += f"{commune}/"
    branch.append(Node(path, "commune", commune, city))
    if arrondissement:
        ordinal = "er" if arrondissement == 1 else "e"
        path += f"{arrondissement:02d}/"
        branch.append(
            Node(path, "arrondissement", f"{arrondissement:02d}", f"{city} {arrondissement}{ordinal}")
        )
    return tuple(branch)
