import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nlp.similarity import Group, group
from nlp.similarity.groups import group_candidates, mutual_candidates


def around(*directions: int, spread: float = 0.0, width: int = 8) -> NDArray[np.float32]:
    """Unit vectors at the given corners, each turned a little its own way."""
    rng = np.random.default_rng(3)
    vectors = np.eye(width)[list(directions)] + spread * rng.normal(size=(len(directions), width))
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(
        np.float32
    )
    return unit


def sets(groups: list[Group]) -> set[frozenset[str]]:
    return {frozenset(found.ids) for found in groups}


class TestGroups:
    def test_near_findings_join_and_far_ones_stand_alone(self) -> None:
        found = group(["a", "b", "c", "d"], around(0, 0, 1, 2, spread=0.1), threshold=0.7)
        assert sets(found) == {frozenset("ab"), frozenset("c"), frozenset("d")}

    def test_every_finding_is_in_exactly_one(self) -> None:
        ids = [f"f{n}" for n in range(40)]
        found = group(ids, around(*[n % 5 for n in range(40)], spread=0.3), threshold=0.6)
        assert sorted(name for g in found for name in g.ids) == sorted(ids)

    def test_largest_come_first(self) -> None:
        found = group(["z", "a", "b", "c"], around(0, 1, 1, 1), threshold=0.7)
        assert [len(g.ids) for g in found] == [3, 1]

    def test_the_representative_is_the_most_central(self) -> None:
        vectors = np.array([[1, 0], [0.8, 0.6], [0.28, 0.96]], dtype=np.float32)
        (found,) = group(["left", "middle", "right"], vectors, threshold=0.2)
        assert found.representative == "middle"

    def test_a_chain_is_cut_where_its_ends_no_longer_agree(self) -> None:
        angles = np.radians([0, 30, 60, 90])
        vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        found = group(list("abcd"), vectors, threshold=0.8)
        assert sets(found) == {frozenset("ab"), frozenset("cd")}

    def test_nothing_gives_nothing(self) -> None:
        assert group([], np.zeros((0, 4), dtype=np.float32)) == []

    def test_one_finding_is_a_group(self) -> None:
        assert group(["a"], around(0)) == [Group(("a",), "a")]

    @settings(max_examples=25, deadline=None)
    @given(order=st.permutations(range(24)))
    def test_the_order_of_findings_does_not_matter(self, order: list[int]) -> None:
        vectors = around(*[n % 4 for n in range(24)], spread=0.35)
        ids = [f"f{n:02}" for n in range(24)]
        shuffled = group([ids[n] for n in order], vectors[list(order)], threshold=0.5)
        assert sets(shuffled) == sets(group(ids, vectors, threshold=0.5))


class TestSettledGroups:
    def test_a_new_finding_moves_no_one(self) -> None:
        vectors = around(*[n % 6 for n in range(60)], spread=0.35)
        ids = [f"f{n:02}" for n in range(60)]
        before = group(ids[:50], vectors[:50], threshold=0.5)
        after = group(ids, vectors, threshold=0.5, settled=before)
        for earlier in before:
            assert any(set(earlier.ids) <= set(later.ids) for later in after)

    def test_a_new_finding_joins_the_group_it_belongs_to(self) -> None:
        settled = [Group(("a", "b"), "a")]
        found = group(["a", "b", "new"], around(0, 0, 0, spread=0.05), settled=settled)
        assert sets(found) == {frozenset(["a", "b", "new"])}

    def test_the_representative_stays(self) -> None:
        settled = [Group(("a", "b"), "b")]
        found = group(["a", "b", "new"], around(0, 0, 0, spread=0.05), settled=settled)
        assert found[0].representative == "b"

    def test_a_newcomer_cannot_bridge_two_settled_groups(self) -> None:
        angles = np.radians([0, 2, 40, 42, 21])
        vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        settled = [Group(("a", "b"), "a"), Group(("c", "d"), "c")]
        found = group(["a", "b", "c", "d", "new"], vectors, threshold=0.5, settled=settled)
        assert len([g for g in found if len(g.ids) > 1]) == 2
        assert not any({"a", "c"} <= set(g.ids) for g in found)

    def test_a_withdrawn_finding_leaves_its_group(self) -> None:
        settled = [Group(("a", "b", "gone"), "gone")]
        found = group(["a", "b"], around(0, 0, spread=0.05), settled=settled)
        assert sets(found) == {frozenset("ab")}
        assert found[0].representative in {"a", "b"}


class TestVerdictsOfPeople:
    def test_same_joins_what_numbers_would_not(self) -> None:
        found = group(["a", "b"], around(0, 1), same=[("a", "b")])
        assert sets(found) == {frozenset("ab")}

    def test_different_parts_what_numbers_would_join(self) -> None:
        found = group(["a", "b"], around(0, 0), different=[("a", "b")])
        assert sets(found) == {frozenset("a"), frozenset("b")}

    def test_a_third_finding_does_not_bring_the_parted_together(self) -> None:
        found = group(["a", "b", "c"], around(0, 0, 0, spread=0.05), different=[("b", "a")])
        assert not any({"a", "b"} <= set(g.ids) for g in found)

    def test_a_verdict_about_an_absent_finding_is_kept_for_later(self) -> None:
        assert sets(group(["a"], around(0), same=[("a", "x")], different=[("x", "a")])) == {
            frozenset("a")
        }


class TestCandidates:
    def test_only_mutual_neighbours_above_the_threshold_are_pairs(self) -> None:
        pairs = mutual_candidates(around(0, 0, 1, spread=0.05), threshold=0.5)
        assert [(one, other) for _, one, other in pairs] == [(0, 1)]
        assert pairs[0][0] == pytest.approx(1.0, abs=0.1)

    def test_pairs_from_an_index_are_grouped_alike(self) -> None:
        vectors, ids = around(0, 0, 1, 1, spread=0.05), list("abcd")
        given_pairs = mutual_candidates(vectors, threshold=0.5)
        assert group_candidates(ids, vectors, given_pairs, threshold=0.5) == group(
            ids, vectors, threshold=0.5
        )
