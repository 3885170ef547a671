"""Where a visit counts most: runs, their scores, the plan builder, the map of bureaux."""
