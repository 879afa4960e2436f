"""The algebra of one task coming into a design or going out, in compiled code, by differences to its last alternative.

With d (D, K) the differences and W (D, D) their weights, a task adds d'Wd to the information, of rank D = T - 1; so
with V the inverse, Q = d V d' and s = 1 (in) or -1 (out),

    det(M + s d'Wd) = det(M) det(I + s W Q),  (M + s d'Wd)^-1 = V - V d' H d V,  H = (I + s W Q)^-1 s W.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.logit import binary_weight, choice_weights

LEAST = 1e-12  # of a factor of the determinant; less is rounding


@njit(cache=True, nogil=True)
def task_weights(utility: Array, best_worst: bool, p: Array, square: Array, weights: Array) -> None:
    """Fill ``weights`` (D, D) and ``p`` (T,) at utilities (T,); ``square`` (T, T) is room to work in."""
    if len(utility) == 2:
        weights[0, 0] = binary_weight(utility[0] - utility[1])
        return
    choice_weights(utility, best_worst, p, square)
    for i in range(len(weights)):
        for j in range(len(weights)):
            weights[i, j] = square[i, j]


@njit(cache=True, nogil=True)
def middle(weights: Array, gram: Array, sign: float, system: Array, answer: Array) -> float:
    """Fill ``answer`` with H (D, D) as above and give det(I + s W Q), by Gauss-Jordan in the room ``system``."""
    size = len(weights)
    for i in range(size):
        for j in range(size):
            total = 1.0 if i == j else 0.0
            for k in range(size):
                total += sign * weights[i, k] * gram[k, j]
            system[i, j] = total
            answer[i, j] = sign * weights[i, j]
    determinant = 1.0
    for i in range(size):
        determinant *= _pivot(i, system, answer)
        for k in range(size):
            if k != i:
                share = system[k, i]
                for j in range(size):
                    system[k, j] -= share * system[i, j]
                    answer[k, j] -= share * answer[i, j]
    return determinant


@njit(cache=True, nogil=True)
def _pivot(i: int, system: Array, answer: Array) -> float:
    """Bring the largest number below to place (i, i), make it 1; give what it was, with the sign of the exchange."""
    largest = i
    for k in range(i + 1, len(system)):
        if abs(system[k, i]) > abs(system[largest, i]):
            largest = k
    sign = 1.0
    if largest != i:
        sign = -1.0
        for j in range(len(system)):
            system[i, j], system[largest, j] = system[largest, j], system[i, j]
            answer[i, j], answer[largest, j] = answer[largest, j], answer[i, j]
    pivot = system[i, i]
    if pivot == 0.0:
        pivot = 1e-12
    for j in range(len(system)):
        system[i, j] /= pivot
        answer[i, j] /= pivot
    return float(sign * pivot)


@njit(cache=True, nogil=True)
def fold(inverse: Array, image: Array, between: Array) -> None:
    """Take V d' H d V from the inverse V (K, K), with ``image`` = d V (D, K) and ``between`` = H (D, D)."""
    size = inverse.shape[0]
    for i in range(len(image)):
        for j in range(len(image)):
            share = between[i, j]
            if share != 0.0:
                for a in range(size):
                    part = share * image[i, a]
                    for b in range(size):
                        inverse[a, b] -= part * image[j, b]


@njit(cache=True, nogil=True)
def look(inverse: Array, d: Array, image: Array, gram: Array) -> None:
    """Fill ``image`` = d V (D, K) and ``gram`` = d V d' (D, D)."""
    size = inverse.shape[0]
    for i in range(len(d)):
        for k in range(size):
            image[i, k] = 0.0
        for a in range(size):
            if d[i, a] != 0.0:
                for k in range(size):
                    image[i, k] += d[i, a] * inverse[a, k]
        for j in range(len(d)):
            total = 0.0
            for k in range(size):
                total += image[i, k] * d[j, k]
            gram[i, j] = total


@njit(cache=True, nogil=True)
def look_again(image: Array, gram: Array, between: Array) -> None:
    """Turn ``image`` and ``gram`` into those of the inverse from which ``between`` was just taken."""
    size = len(gram)
    moved = np.zeros((size, size))
    for i in range(size):
        for k in range(size):
            for j in range(size):
                moved[i, j] += gram[i, k] * between[k, j]
    old_image, old_gram = image.copy(), gram.copy()
    for i in range(size):
        for j in range(size):
            for k in range(image.shape[1]):
                image[i, k] -= moved[i, j] * old_image[j, k]
            for k in range(size):
                gram[i, k] -= moved[i, j] * old_gram[j, k]
