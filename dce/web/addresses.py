"""Addresses of the survey's pages, each built once: a page has five, and Flask looks each up among all rules."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from dce.web.records import TO_ANSWER


class Addressing(Flask):
    """An application that remembers addresses that say no more than a page of a study and its number."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._addresses: dict[tuple[object, ...], str] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Give the address of a page; raises what :meth:`flask.Flask.url_for` raises."""
        numbered = all(type(value) is int for value in values.values())  # nothing that somebody typed, or may keep
        if not (numbered and request and endpoint.partition(".")[0] in TO_ANSWER):
            return super().url_for(endpoint, **values)
        design = g.get("design")
        which = (request.script_root, design.study.id if design else None, endpoint, *values.items())
        if which not in self._addresses:
            self._addresses[which] = super().url_for(endpoint, **values)
        return self._addresses[which]
