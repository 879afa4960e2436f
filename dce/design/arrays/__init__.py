"""Orthogonal arrays of strength 2, built when they are asked for, and matrices of maximal determinant beside them."""

from dce.design.arrays.determinants import determinant_start
from dce.design.arrays.hadamard import hadamard
from dce.design.arrays.known import orthogonal_array, smallest_orthogonal_array
from dce.design.arrays.wider import wider_array

__all__ = ["determinant_start", "hadamard", "orthogonal_array", "smallest_orthogonal_array", "wider_array"]
