import numpy as np
import pandas as pd
import pytest

from analytics.disclosure.attack import Knowledge, infer
from analytics.disclosure.profiles import INSPECTORATE, PRACTITIONER, RELEASE, Profile
from analytics.disclosure.regions import Figure, Region, partition
from analytics.disclosure.release import Protected, Refused, protect
from analytics.disclosure.tables import Axis, Request, group_categories

AREAS = ["angus", "fife", "moray", "orkney"]
YEARS = ["2015", "2016", "2017"]
DOMAINS = {"area": AREAS, "year": YEARS, "outcome": ["death", "harm"]}
BOTH = Request((Axis.plain("area", AREAS), Axis.plain("year", YEARS)))


def units(table: list[list[int]]) -> pd.DataFrame:
    rows = [
        (area, year, "death" if i % 3 else "harm")
        for area, counts in zip(AREAS, table, strict=True)
        for year, count in zip(YEARS, counts, strict=True)
        for i in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["area", "year", "outcome"])
    ids = [f"r{i}" for i in range(len(frame))]
    return frame.assign(review=ids, family=ids)


LARGE = units([[30, 41, 26], [22, 35, 18], [44, 27, 31], [25, 19, 33]])
ONE_SMALL = units([[30, 41, 26], [22, 35, 18], [44, 27, 31], [25, 3, 33]])


def released(frame: pd.DataFrame, request: Request, profile: Profile = RELEASE) -> Protected:
    answer = protect(frame, request, profile, domains=DOMAINS)
    assert isinstance(answer, Protected)
    return answer


def shown(answer: Protected) -> dict[tuple[str | None, ...], int | None]:
    return {cell.key: cell.shown for cell in answer.cells}


class TestPrimary:
    def test_large_cells_are_shown_rounded(self) -> None:
        answer = released(LARGE, BOTH)
        assert answer.hidden == 0
        assert shown(answer)["angus", "2016"] == 40

    def test_a_small_cell_is_hidden(self) -> None:
        assert shown(released(ONE_SMALL, BOTH))["orkney", "2016"] is None

    def test_a_nought_is_hidden_like_any_small_cell(self) -> None:
        frame = units([[30, 41, 26], [22, 35, 18], [44, 27, 31], [25, 0, 33]])
        assert shown(released(frame, BOTH))["orkney", "2016"] is None

    def test_many_reviews_of_few_families_are_hidden(self) -> None:
        frame = LARGE.copy()
        orkney = (frame["area"] == "orkney") & (frame["year"] == "2016")
        frame.loc[orkney, "family"] = [f"family-{i % 4}" for i in range(int(orkney.sum()))]
        assert shown(released(frame, BOTH))["orkney", "2016"] is None

    def test_a_cell_two_families_dominate_is_hidden(self) -> None:
        frame = LARGE.copy()
        extra = frame[(frame["area"] == "orkney") & (frame["year"] == "2016")].iloc[:1]
        frame = pd.concat([frame, *[extra] * 400], ignore_index=True)
        assert shown(released(frame, BOTH))["orkney", "2016"] is None

    def test_practitioners_see_more_than_researchers(self) -> None:
        frame = units([[30, 41, 26], [22, 35, 18], [44, 27, 31], [25, 7, 33]])
        assert shown(released(frame, BOTH, PRACTITIONER))["orkney", "2016"] == 7
        assert shown(released(frame, BOTH))["orkney", "2016"] is None

    def test_the_inspectorate_sees_exact_figures_marked_not_for_release(self) -> None:
        answer = released(ONE_SMALL, BOTH, INSPECTORATE)
        assert shown(answer)["orkney", "2016"] == 3
        assert answer.label == "not for release"
        assert answer.figures == ()


class TestSecondary:
    def test_more_is_hidden_so_that_subtraction_finds_nothing(self) -> None:
        answer = released(ONE_SMALL, BOTH, PRACTITIONER)
        assert answer.hidden == 4
        assert shown(answer)[None, None] == 335

    def test_rounding_spares_some_of_it(self) -> None:
        assert released(ONE_SMALL, BOTH).hidden < 4

    @pytest.mark.parametrize("profile", [RELEASE, PRACTITIONER], ids=["release", "practitioner"])
    def test_an_attacker_is_left_with_the_whole_interval(self, profile: Profile) -> None:
        answer = released(ONE_SMALL, BOTH, profile)
        parts = partition(DOMAINS, [figure.region for figure in answer.figures])
        known = Knowledge(parts, [figure for figure in answer.figures if not figure.hidden])
        hidden = [figure for figure in answer.figures if figure.hidden]
        for figure, found in zip(hidden, infer(known, [f.region for f in hidden]), strict=True):
            assert found.width >= profile.margin
            if figure.small:
                assert found.low == 0

    def test_primary_suppression_alone_would_have_been_undone(self) -> None:
        answer = released(ONE_SMALL, BOTH, PRACTITIONER)
        target = Region.of({"area": ["orkney"], "year": ["2016"]})
        exact = protect(ONE_SMALL, BOTH, INSPECTORATE, domains=DOMAINS)
        assert isinstance(exact, Protected)
        figures = [
            Figure(figure.region, cell.shown or 0, cell.shown)
            for figure, cell in zip(answer.figures, exact.cells, strict=True)
            if figure.region != target
        ]
        parts = partition(DOMAINS, [*(figure.region for figure in figures), target])
        (found,) = infer(Knowledge(parts, figures), [target])
        assert (found.low, found.high) == (3, 3)

    def test_the_same_request_gives_the_same_answer(self) -> None:
        assert released(ONE_SMALL, BOTH) == released(ONE_SMALL, BOTH)


class TestLedger:
    WITHOUT_ORKNEY = Request((Axis.plain("area", AREAS[:3]),))
    ALL = Request((group_categories({"scotland": AREAS}, "area"),))
    FEW_IN_ORKNEY = units([[30, 41, 26], [22, 35, 18], [44, 27, 31], [1, 1, 1]])

    def test_a_table_that_differs_from_an_earlier_one_by_a_small_group_is_refused(self) -> None:
        first = released(self.FEW_IN_ORKNEY, self.ALL, PRACTITIONER)
        second = protect(
            self.FEW_IN_ORKNEY,
            self.WITHOUT_ORKNEY,
            PRACTITIONER,
            domains=DOMAINS,
            ledger=first.figures,
        )
        total = None if isinstance(second, Refused) else shown(second)[(None,)]
        assert total is None

    def test_alone_the_same_table_is_released_whole(self) -> None:
        answer = released(self.FEW_IN_ORKNEY, self.WITHOUT_ORKNEY, PRACTITIONER)
        assert shown(answer)[(None,)] == 274

    def test_new_reviews_since_an_earlier_release_are_protected_too(self) -> None:
        """Two totals a year apart must not give away three new reviews."""
        domains = {**DOMAINS, "entered": ["v1", "v2"]}
        frame = LARGE.assign(entered=["v2"] * 3 + ["v1"] * (len(LARGE) - 3))
        area = Axis.plain("area", AREAS)
        first = protect(
            frame,
            Request((area,), (("entered", frozenset(["v1"])),)),
            PRACTITIONER,
            domains=domains,
        )
        assert isinstance(first, Protected)
        assert shown(first)[("angus",)] == 94
        now = protect(frame, Request((area,)), PRACTITIONER, domains=domains, ledger=first.figures)
        assert isinstance(now, Refused) or shown(now)[("angus",)] is None

    def test_data_coded_again_since_need_a_stewards_decision(self) -> None:
        first = released(LARGE, BOTH)
        recoded = LARGE.assign(area=LARGE["area"].replace("angus", "fife"))
        answer = protect(recoded, BOTH, RELEASE, domains=DOMAINS, ledger=first.figures)
        assert isinstance(answer, Refused)
        assert "steward" in answer.reason

    def test_asking_again_discloses_nothing_more(self) -> None:
        first = released(ONE_SMALL, BOTH)
        again = protect(ONE_SMALL, BOTH, RELEASE, domains=DOMAINS, ledger=first.figures)
        assert isinstance(again, Protected)
        was, now = shown(first), shown(again)
        assert {key for key, value in now.items() if value is None} == {
            key for key, value in was.items() if value is None
        }


class TestRefusals:
    def test_a_table_mostly_of_small_cells_is_refused_in_words(self) -> None:
        answer = protect(units([[3, 2, 1]] * 4), BOTH, RELEASE, domains=DOMAINS)
        assert isinstance(answer, Refused)
        assert "fewer than 10 reviews" in answer.reason
        assert "wider categories" in answer.reason

    def test_too_many_parts_to_prove_is_refused_not_trusted(self) -> None:
        many = [f"c{i}" for i in range(70)]
        domains = {"area": many, "year": many}
        rng = np.random.default_rng(2)
        frame = pd.DataFrame({name: rng.choice(many, 90_000) for name in domains})
        ids = [f"r{i}" for i in range(len(frame))]
        request = Request((Axis.plain("area", many),))
        other = Figure(Region.of({"year": ["c0"]}), 0, 10**6)
        rest = [Figure(Region.of({"year": [year]}), 0, 10**6) for year in many[1:]]
        answer = protect(
            frame.assign(review=ids, family=ids),
            request,
            RELEASE,
            domains=domains,
            ledger=[other, *rest],
        )
        assert isinstance(answer, Refused)
        assert "could not be proved" in answer.reason
