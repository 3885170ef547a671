"""Altair charts in our theme: as SVG whose colours follow the page, or with the colours of paper."""
