"""The power to rank: what so many people can show, told before they are asked."""

from dce.power.curve import PowerCurve
from dce.power.needed import PowerNeed
from dce.power.power import Power, ranking_power

__all__ = ["Power", "PowerCurve", "PowerNeed", "ranking_power"]
