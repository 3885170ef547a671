"""Units used everywhere: metres, minutes, doors, and the few constants that tie them together.

Lengths are metres, times are minutes, coordinates are WGS 84 degrees unless a name says otherwise.
"""

from typing import Final

ELECTORS_PER_DOOR: Final = 1.4
"""Registered electors per door, France: 46.0 M registered / 33.2 M dwellings (Pons 2018, AER 108(6))."""

WALKING_METRES_PER_MINUTE: Final = 70.0
"""Walking pace of a pair between doors, 4.2 km/h."""

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean Earth radius (IUGG), metres."""
