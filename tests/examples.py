"""The same examples everywhere, however busy the machine is."""

from hypothesis import HealthCheck, settings

# Machines differ and kernels compile once: no deadline, nothing is too slow; a failure is no chance.
settings.register_profile(
    "perron", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("perron")
