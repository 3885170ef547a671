"""Getting ready for a gesture while the person still looks at the page."""

import threading
from functools import cache


@cache
def warm_soon() -> None:
    """Load what edits need, beside the requests, once in the life of the server."""
    from perron.turf.warm import warm_edits

    threading.Thread(target=warm_edits, name="warm-edits", daemon=True).start()
