"""Space: local plane, shapes, neighbours, points in areas, street network, change of boundaries."""
