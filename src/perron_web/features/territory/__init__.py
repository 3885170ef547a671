"""The tree of territories, boundary sets, bureaux, addresses, results, and the imports that bring them."""
