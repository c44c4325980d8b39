"""For every test: that a machine is busy is no fault of what runs. What must be quick is measured in processor time."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
