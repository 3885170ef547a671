"""Write the made-up tables that the reference programs and the tests read: python make_tables.py."""

from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).parent


def table(rng, blocks, clusters, rows, *, crossing=False):
    """Clusters drawn within blocks, some visited; a block, a cluster and a covariate move the outcome."""
    block = np.repeat(np.arange(blocks), clusters)
    drawn = np.concatenate([rng.permutation(np.arange(clusters) % 2) for _ in range(blocks)])
    size = rng.integers(1, rows + 1, len(block))
    cluster = np.repeat(np.arange(len(block)), size)
    shift = rng.normal(0, 1, blocks)[block[cluster]] + rng.normal(0, 0.7, len(block))[cluster]
    z = drawn[cluster]
    n = len(z)
    x1 = rng.normal(0, 1, n) + 0.3 * shift
    x2 = rng.integers(0, 2, n)
    d = rng.random(n) < np.where(z == 1, 0.55, 0.06)
    y = 0.5 * d + 0.8 * x1 - 0.4 * x2 + shift + rng.normal(0, 1, n) * (1 + 0.5 * z)
    within = rng.integers(0, blocks, n) if crossing else block[cluster]
    return pl.DataFrame(
        {
            "y": y.round(6),
            "z": z,
            "d": d.astype(int),
            "block": within,
            "cluster": cluster,
            "w": rng.uniform(0.4, 3.0, n).round(3),
            "x1": x1.round(6),
            "x2": x2,
        }
    )


def main():
    rng = np.random.default_rng(20)
    table(rng, 5, 6, 6).write_csv(HERE / "nested.csv")
    table(rng, 4, 6, 7, crossing=True).write_csv(HERE / "crossing.csv")
    table(rng, 12, 2, 5).write_csv(HERE / "pairs.csv")


if __name__ == "__main__":
    main()
