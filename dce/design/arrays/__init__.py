"""Orthogonal arrays of strength 2, built when they are asked for."""

from dce.design.arrays.hadamard import hadamard
from dce.design.arrays.known import orthogonal_array, smallest_orthogonal_array

__all__ = ["hadamard", "orthogonal_array", "smallest_orthogonal_array"]
