"""From rows to distinct rows with weights, and who put which weight where."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from dce.data.cells import Array, Index


def distinct_rows(rows: pd.DataFrame) -> tuple[Index, pd.DataFrame]:
    """Index of each row into the table of distinct rows, which are sorted so that row order never matters."""
    index = rows.groupby(list(rows.columns), sort=True).ngroup().to_numpy(dtype=np.intp)
    first = np.unique(index, return_index=True)[1]
    return index, rows.iloc[first].reset_index(drop=True)


def weights_by_person(
    people: pd.Index[str], cell: Index, weight: Array, cells: int
) -> tuple[sparse.csr_array, tuple[str, ...]]:
    """Weights by person and cell, people ordered by a fingerprint of their answers and never by their names."""
    person, names = pd.factorize(people)
    prints = pd.util.hash_pandas_object(pd.DataFrame({"cell": cell, "weight": weight}), index=False).to_numpy()
    fingerprint = np.zeros(len(names), dtype=np.uint64)
    np.add.at(fingerprint, person, prints)
    order = np.argsort(fingerprint, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    table = sparse.coo_array((weight, (place[person], cell)), shape=(len(names), cells)).tocsr()
    return table, tuple(str(name) for name in names[order])
