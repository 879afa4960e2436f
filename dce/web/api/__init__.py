"""The API at ``/api/v1``: what a program may read of a study, after the Dutch REST API Design Rules."""

from dce.web.api.views import api

PARTS = (api,)

__all__ = ["PARTS"]
