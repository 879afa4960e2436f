"""Pictures of results: what ``plot()`` draws, with the drawing functions of the report.

| result | ``what`` (the first where it is left out) | also |
|---|---|---|
| ``Ranking`` | "importance", "groups", "compare", "places", "pairs" | ``group`` for the first and the last two |
| ``Fit`` | the weights | ``study`` for their names, ``kind`` of error |
| ``Trend``, ``WeightSpread``, ``ScenarioAgreement``, ``SelfImage`` | the one there is | |
| ``Power`` | the measures of one ``group`` | |
| ``PowerCurve`` | a measure, such as "first" or "top 4 set" | ``aim`` |
"""

from dce.report.pictures.plot import plot

__all__ = ["plot"]
