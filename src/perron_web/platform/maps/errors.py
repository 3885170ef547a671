"""What may go wrong with maps, in words people can read."""

from perron.errors import PerronError
from perron.words import Words


class TilesError(PerronError):
    """tippecanoe is missing, was stopped, or refused the shapes."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "the map's tiles could not be made; the map keeps what it had",
                "les tuiles de la carte n’ont pas pu être faites\u202f; la carte garde ce qu’elle avait",
            )
        )
