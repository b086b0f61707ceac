import pytest

from analytics.disclosure.profiles import PRACTITIONER, RELEASE, Profile
from analytics.disclosure.trials import Trial, run_trial


def add(trials: list[Trial]) -> Trial:
    columns = zip(
        *((t.released, t.refused, t.targets, t.recovered, t.narrow) for t in trials), strict=True
    )
    return Trial(*(sum(column) for column in columns))


@pytest.mark.parametrize("profile", [RELEASE, PRACTITIONER], ids=["release", "practitioner"])
def test_no_hidden_cell_of_a_random_table_is_recovered_or_narrowed(profile: Profile) -> None:
    whole = add([run_trial(seed, profile) for seed in range(100)])
    assert whole.released > 50
    assert whole.targets > 25
    assert (whole.recovered, whole.narrow) == (0, 0)


def test_no_overlapping_pair_of_queries_recovers_a_cell() -> None:
    whole = add([run_trial(seed, RELEASE, requests=2) for seed in range(50)])
    assert whole.targets > 25
    assert (whole.recovered, whole.narrow) == (0, 0)


def test_without_the_ledger_overlapping_queries_do_disclose() -> None:
    """The trial can fail: judged one by one, the same kind of queries give cells away."""
    trials = [run_trial(seed, PRACTITIONER, requests=3, ledger=False) for seed in range(40)]
    assert add(trials).narrow > 0


def test_the_same_seed_gives_the_same_trial() -> None:
    assert run_trial(11, RELEASE) == run_trial(11, RELEASE)
