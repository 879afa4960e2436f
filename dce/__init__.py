"""Discrete choice experiments on data-sharing decisions."""
