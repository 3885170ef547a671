"""Rows of territory: what imports bring, and the imports themselves."""

from perron_web.features.territory.models.datasets import Dataset
from perron_web.features.territory.models.imports import Import, ImportFile, ResultMatch
from perron_web.features.territory.models.places import BoundarySet, Bureau, Territory
from perron_web.features.territory.models.rows import Address, ElectionResult

__all__ = [
    "Address",
    "BoundarySet",
    "Bureau",
    "Dataset",
    "ElectionResult",
    "Import",
    "ImportFile",
    "ResultMatch",
    "Territory",
]
