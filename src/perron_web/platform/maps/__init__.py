"""One map for every page: MapLibre in our colours, with no base map unless the setting gives one."""
