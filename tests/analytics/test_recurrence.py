from datetime import date

import pandas as pd

from analytics.recurrence import Gap, committee_years, recurrences

COLUMNS = ["group", "finding", "review", "committee", "on", "resolved_on"]
ROWS = [
    ("supervision", "f1", "r1", "fife", date(2012, 5, 1), date(2014, 1, 1)),
    ("supervision", "f2", "r2", "moray", date(2013, 5, 1), None),
    ("supervision", "f3", "r3", "fife", date(2017, 5, 1), None),
    ("supervision", "f4", "r3", "fife", date(2017, 5, 1), None),
    ("supervision", "f5", "r4", "angus", None, None),
    ("training", "f6", "r1", "fife", date(2012, 5, 1), None),
    ("training", "f7", "r1", "fife", date(2012, 5, 1), None),
]


def members(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows or ROWS, columns=COLUMNS)


class TestTimeline:
    ISSUE = recurrences(members())[0]

    def test_counts_distinct_reviews_and_committees(self) -> None:
        assert self.ISSUE.committees == ("angus", "fife", "moray")
        assert self.ISSUE.reviews == ("r1", "r2", "r3", "r4")

    def test_runs_from_the_first_year_to_the_last(self) -> None:
        assert (self.ISSUE.first, self.ISSUE.last) == (2012, 2017)

    def test_names_the_years_of_silence(self) -> None:
        assert self.ISSUE.gaps == (Gap(after=2013, before=2017, years=3),)

    def test_an_undated_finding_is_a_member_without_a_place_in_time(self) -> None:
        assert self.ISSUE.undated == ("f5",)
        assert self.ISSUE.members[-1].finding == "f5"

    def test_order_of_rows_does_not_matter(self) -> None:
        assert recurrences(members(*reversed(ROWS))) == recurrences(members())


class TestThresholds:
    def test_a_review_does_not_recur_with_itself(self) -> None:
        assert [issue.group for issue in recurrences(members())] == ["supervision"]

    def test_groups_below_the_minima_are_left_out(self) -> None:
        assert recurrences(members(), min_committees=4) == ()
        assert len(recurrences(members(), min_reviews=1)) == 2

    def test_the_widest_issue_comes_first(self) -> None:
        rows = [
            ("a", "f1", "r1", "fife", date(2012, 1, 1), None),
            ("a", "f2", "r2", "fife", date(2013, 1, 1), None),
            ("b", "f3", "r3", "fife", date(2012, 1, 1), None),
            ("b", "f4", "r4", "moray", date(2013, 1, 1), None),
        ]
        assert [issue.group for issue in recurrences(members(*rows))] == ["b", "a"]


class TestReturns:
    def test_a_finding_after_its_own_committees_resolution_came_back(self) -> None:
        issue = recurrences(members())[0]
        assert issue.after_resolution
        assert issue.after_own_resolution
        assert [(back.finding, back.resolved_finding) for back in issue.returns] == [
            ("f3", "f1"),
            ("f4", "f1"),
        ]
        assert issue.returns[0].days == 1216

    def test_one_before_the_resolution_did_not(self) -> None:
        assert "f2" not in [back.finding for back in recurrences(members())[0].returns]

    def test_elsewhere_is_told_from_here(self) -> None:
        rows = [
            ("a", "f1", "r1", "fife", date(2012, 1, 1), date(2013, 1, 1)),
            ("a", "f2", "r2", "moray", date(2014, 1, 1), None),
        ]
        (issue,) = recurrences(members(*rows))
        assert issue.after_resolution
        assert not issue.after_own_resolution
        assert issue.returns[0].resolved_by == "fife"

    def test_its_own_committees_resolution_counts_before_a_later_one_elsewhere(self) -> None:
        rows = [
            ("a", "f1", "r1", "fife", date(2012, 1, 1), date(2013, 1, 1)),
            ("a", "f2", "r2", "moray", date(2012, 6, 1), date(2014, 1, 1)),
            ("a", "f3", "r3", "fife", date(2015, 1, 1), None),
        ]
        (issue,) = recurrences(members(*rows))
        assert [(back.resolved_finding, back.same_committee) for back in issue.returns] == [
            ("f1", True)
        ]

    def test_the_day_of_resolution_and_the_same_review_are_no_return(self) -> None:
        rows = [
            ("a", "f1", "r1", "fife", date(2012, 1, 1), date(2011, 1, 1)),
            ("a", "f2", "r2", "fife", date(2011, 1, 1), None),
        ]
        (issue,) = recurrences(members(*rows))
        assert not issue.after_resolution

    def test_an_undated_finding_cannot_be_a_return(self) -> None:
        rows = [
            ("a", "f1", "r1", "fife", date(2012, 1, 1), date(2013, 1, 1)),
            ("a", "f2", "r2", "fife", None, None),
        ]
        assert not recurrences(members(*rows))[0].after_resolution


class TestMatrix:
    def test_counts_distinct_reviews_and_leaves_no_hole_between_years(self) -> None:
        matrix = committee_years(members())
        assert matrix.committees == ("fife", "moray")
        assert matrix.years == (2012, 2013, 2014, 2015, 2016, 2017)
        assert matrix.reviews == ((1, 0, 0, 0, 0, 1), (0, 1, 0, 0, 0, 0))

    def test_nothing_dated_is_an_empty_matrix(self) -> None:
        assert committee_years(members(ROWS[4])).years == ()
