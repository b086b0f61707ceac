import pandas as pd
import pytest

from analytics.disclosure.ladders import Ladder
from analytics.disclosure.microdata import Anonymised
from analytics.disclosure.offers import Demand, NotReleasable, protect_rows

AREA = Ladder.of("area", {"fife": "east", "angus": "east"})


def rows(*counts: tuple[str, str, int]) -> pd.DataFrame:
    """So many reviews of each area and outcome, each of a family of its own."""
    listed = [(area, outcome) for area, outcome, count in counts for _ in range(count)]
    frame = pd.DataFrame(listed, columns=["area", "outcome"])
    frame["harm"] = ["neglect" if i % 2 else "abuse" for i in range(len(frame))]
    frame["family"] = [f"f{i}" for i in range(len(frame))]
    return frame


def refusal_of(frame: pd.DataFrame, demand: Demand, **more: object) -> NotReleasable:
    answer = protect_rows(frame, demand, family="family", **more)  # type: ignore[arg-type]
    assert isinstance(answer, NotReleasable)
    return answer


class TestWhatIsSafe:
    def test_is_released_as_asked(self) -> None:
        frame = rows(("fife", "death", 4), ("fife", "harm", 4))
        answer = protect_rows(frame, Demand((AREA,), ("outcome",)), family="family")
        assert isinstance(answer, Anonymised)
        assert answer.k == 8


class TestRefusal:
    def test_too_few_families_says_how_many_there_are(self) -> None:
        refused = refusal_of(rows(("fife", "death", 4)), Demand((AREA,), ("outcome",)))
        assert "of 4 families; a release needs 5" in refused.reason
        assert refused.instead is None

    def test_reviews_of_one_family_are_one(self) -> None:
        frame = rows(("fife", "death", 6), ("fife", "harm", 6)).assign(family="one")
        assert "of 1 families" in refusal_of(frame, Demand((AREA,), ())).reason

    def test_all_alike_in_one_column_offers_the_rows_without_it(self) -> None:
        frame = rows(("fife", "death", 12))
        demand = Demand((AREA,), ("harm", "outcome"))
        refused = refusal_of(frame, demand)
        assert "alike in outcome" in refused.reason
        assert refused.instead == Demand((AREA,), ("harm",))
        assert refused.advice == "This can be released instead: the rows without outcome."

    def test_what_is_offered_is_indeed_safe(self) -> None:
        frame = rows(("fife", "death", 12))
        refused = refusal_of(frame, Demand((AREA,), ("harm", "outcome")))
        assert refused.instead is not None
        answer = protect_rows(frame, refused.instead, family="family")
        assert isinstance(answer, Anonymised)
        assert answer.l >= 2

    def test_alike_in_everything_offers_the_rows_without_all_of_it(self) -> None:
        frame = rows(("fife", "death", 12)).assign(harm="neglect")
        refused = refusal_of(frame, Demand((AREA,), ("harm", "outcome")))
        assert refused.instead == Demand((AREA,), ())
        assert "without harm and outcome" in refused.advice

    @pytest.mark.parametrize("k", [5, 10])
    def test_k_and_l_are_never_lowered(self, k: int) -> None:
        frame = rows(("fife", "death", 12))
        refused = refusal_of(frame, Demand((AREA,), ("outcome",), k=k))
        assert refused.instead is not None
        assert (refused.instead.k, refused.instead.l) == (k, 2)


class TestBesideEarlierReleases:
    FRAME = rows(("fife", "death", 20), ("angus", "harm", 20))

    def shown(self, labels: range) -> dict[object, tuple[str, ...]]:
        return dict.fromkeys(labels, ("*",))

    def test_a_few_newcomers_are_offered_to_wait(self) -> None:
        # Three of forty are new: more than a twentieth, and too few to be company.
        shown = self.shown(range(37))
        refused = refusal_of(self.FRAME, Demand((AREA,), ()), earlier=[shown])
        assert "Beside earlier releases" in refused.reason
        assert refused.instead is not None
        assert not refused.instead.newcomers
        assert "newer ones wait" in refused.advice
        answer = protect_rows(self.FRAME, refused.instead, family="family", earlier=[shown])
        assert isinstance(answer, Anonymised)
        assert set(answer.origins) <= set(range(37))

    def test_enough_newcomers_are_let_in(self) -> None:
        shown = self.shown(range(30))
        demand = Demand((AREA,), ())
        answer = protect_rows(self.FRAME, demand, family="family", earlier=[shown])
        assert isinstance(answer, Anonymised)
        assert len(answer.rows) == 40
