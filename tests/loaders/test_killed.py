"""An upload whose process is killed is wholly there or not at all, and the bytes once received are kept. Real processes."""

import pytest

from benchmarks.kills import kill_at_random, load_at_once


@pytest.mark.parametrize("stage", ["reading", "recognising", "checking", "comparing", "committing"])
def test_killed_at_a_stage_nothing_is_half_there_and_the_bytes_are_kept(stage: str):
    losses = kill_at_random(1, seed=1, stage=stage)
    assert (losses.committed, losses.received) == (0, 1)  # it died at its first file
    assert (losses.lost, losses.torn, losses.received_lost) == (0, 0, 0)


def test_killed_at_random_moments_every_acknowledged_upload_is_there():
    losses = kill_at_random(4, seed=3)
    assert (losses.lost, losses.torn, losses.received_lost) == (0, 0, 0)
    assert losses.received >= losses.committed


def test_of_overlapping_uploads_at_once_none_is_lost_and_the_last_one_speaks():
    losses, _conflicts = load_at_once(6)
    assert (losses.committed, losses.lost, losses.torn) == (6, 0, 0)
