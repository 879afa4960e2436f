"""Designs of choice, best-worst and ranking tasks; what others may use is handed on by :mod:`dce.design`."""
