"""Several campaigns' sealed results combined, beside what has been published."""

from perron.experiments.pooling.combine import Combined, Pooled, pool
from perron.experiments.pooling.published import Study, published
from perron.experiments.pooling.sealed import Result, Sealed, read_sealed, seal_results, sealed_from
from perron.experiments.pooling.together import Together, pool_sealed

__all__ = [
    "Combined",
    "Pooled",
    "Result",
    "Sealed",
    "Study",
    "Together",
    "pool",
    "pool_sealed",
    "published",
    "read_sealed",
    "seal_results",
    "sealed_from",
]
