"""The short way through ``make faults``: power cuts, killed workers and touched files cost no acknowledged answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from file_faults import (
    Row,
    clock_backwards,
    cut_off,
    damage_a_page,
    flip_one_bit_of_an_answer,
    full_disk,
    newer_schema,
    not_writable,
    wounded,
)
from kills import kill_workers
from power_cut import cut_power, cut_power_of_a_migration
from recording import can_record

FEW = 3
records = pytest.mark.skipif(not can_record(), reason="needs Debian's strace, and leave to look at a program")


@records
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    found = cut_power(tmp_path, 15, seed=2, people=8)
    assert found.acknowledged > 300
    assert (found.lost, found.damaged, found.faulty) == (0, [], [])


@records
def test_a_store_that_would_not_wait_for_the_disk_is_found_out(tmp_path: Path) -> None:
    found = cut_power(tmp_path, 9, seed=2, synchronous="OFF", people=8)
    assert found.lost


@records
def test_a_power_cut_while_an_earlier_release_is_brought_up_to_date_loses_nothing(tmp_path: Path) -> None:
    found = cut_power_of_a_migration(tmp_path, 30, seed=3)
    assert found.acknowledged == 30 * 14
    assert (found.lost, found.damaged, found.faulty) == (0, [], [])


def test_workers_that_are_killed_twice_within_seconds_cost_nothing(tmp_path: Path) -> None:
    row = kill_workers(tmp_path, people=3, kills=3)
    assert row.tries >= 2
    assert row.acknowledged == 3 * 8
    assert (row.lost, row.wrong) == (0, 0), row.refused


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (partial(full_disk, tries=FEW), "the disk is full"),
        (partial(not_writable, what="file"), "it cannot be written"),
        (partial(not_writable, what="folder"), "it cannot be written"),
        (partial(wounded, fault="bit", tries=FEW, wound=flip_one_bit_of_an_answer), ""),
        (partial(wounded, fault="page", tries=FEW, wound=damage_a_page), "the last backup"),
        (partial(wounded, fault="end", tries=FEW, wound=cut_off), "the last backup"),
        (newer_schema, "update dce"),
        (partial(clock_backwards, tries=1), "answers go on"),
    ],
    ids=["full", "file", "folder", "bit", "page", "end", "newer", "clock"],
)
def test_what_is_done_to_a_file_is_said_and_changes_no_answer(
    open_folder: Path, work: Callable[[Path], Row], said: str
) -> None:
    row = work(open_folder)
    assert (row.lost, row.wrong) == (0, 0)
    assert row.acknowledged
    assert said in row.refused
