"""People who answer through the real store: ``writer.py DATABASE SAID SYNCHRONOUS PEOPLE``.

Each answer that the store has taken is told in the file SAID, as a page tells it to a person.
"""

import os
import sys

import numpy as np

from dce.store import Store

OFTEN = 40  # pages in the log after which they go to the file: a thousand otherwise, which takes long to come to


def main(database: str, said: str, synchronous: str, people: str) -> None:
    """Answer everything, one person after the other."""
    store, rng = Store.open(database), np.random.default_rng(1)
    connection = store._database.connection
    connection.execute(f"PRAGMA wal_autocheckpoint={OFTEN}")
    if synchronous != "FULL":  # to see that a loss is found
        connection.execute(f"PRAGMA synchronous={synchronous}")
    out = os.open(said, os.O_WRONLY | os.O_CREAT)
    design = store.current(store.study_ids()[0])
    for number in range(int(people)):
        person = store.add_respondent(design, language="nl", rng=rng)
        for task in person.tasks:
            answer = str(1 + (number + task) % 5)
            store.record_answer(person.id, task, answer)
            os.write(out, f"{person.id} {task} {answer}\n".encode())
        store.complete(person.id)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
