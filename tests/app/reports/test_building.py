from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.reports.content import Report
from app.reports.errors import BadPeriod, UnsafeCaseStudy
from app.reports.models import ReportSnapshot
from app.reports.schemas import SnapshotSent
from app.reports.service.building import build_report
from app.reports.service.snapshots import (
    freeze_report,
    get_snapshot,
    latest_or_frozen,
    list_snapshots,
    report_of,
)
from tests.app.reports.conftest import ANALYST, NOW, RECURRING, SECRET, charts, fill, tables
from tests.factories.repository import Said, add_counted_review, themed


def asked(first: int = 2015, last: int = 2017, **fields: object) -> SnapshotSent:
    return SnapshotSent.model_validate({"from": first, "to": last, **fields})


class TestContent:
    def test_holds_the_chapters_in_their_order(self, frozen: Report) -> None:
        assert [section.title for section in frozen.sections] == [
            "What this report is",
            "Reviews and children",
            "What reviews found",
            "What keeps coming back",
            "Thresholds",
            "Timescales",
            "Method, records and actions",
            "Learning points by theme",
            "Case studies",
            "How this was counted",
        ]

    def test_counts_every_accepted_review_of_the_period(self, frozen: Report) -> None:
        rows = {row[0]: row[1] for row in tables(frozen)["Reviews by year of completion"].rows}
        # Four in 2015 and three in 2017, too few to show; five in 2016, two of them unpublished.
        assert rows == {"2015": "hidden", "2016": "5", "2017": "hidden"}

    def test_shows_no_number_of_fewer_than_five_reviews(self, frozen: Report) -> None:
        for table in tables(frozen).values():
            if table.heads[1] != "Reviews":
                continue
            shown = [row[1] for row in table.rows if row[1] != "hidden"]
            assert all(int(number) >= 5 for number in shown), table.caption

    def test_charts_say_what_their_tables_say(self, frozen: Report) -> None:
        for caption, chart in charts(frozen).items():
            told = dict(part.split(": ", 1) for part in chart.says.split("; "))
            for row in tables(frozen)[caption].rows:
                assert told[row[0]] == ("hidden" if row[1] == "hidden" else f"{row[1]} reviews")

    def test_quotes_what_is_published_and_nothing_else(self, frozen: Report) -> None:
        text = frozen.model_dump_json()
        assert RECURRING[:-1] in text
        assert SECRET not in text
        assert "Orkney" not in text

    def test_an_issue_that_came_back_is_said_to_have(self, frozen: Report) -> None:
        (row,) = tables(frozen)["Issues found in more than one committee, widest first"].rows
        assert row[1:] == ["6", "10", "2015–2017", "Yes"]

    def test_learning_points_stand_under_their_theme(self, frozen: Report) -> None:
        (section,) = [each for each in frozen.sections if each.title == "Learning points by theme"]
        assert section.blocks[0].model_dump()["words"] == "Supervision:"
        assert section.blocks[1].model_dump()["points"][0].startswith(RECURRING[:-1])


class TestCaseStudies:
    def test_hold_the_words_of_who_picked_them_and_the_findings(self, frozen: Report) -> None:
        (section,) = [each for each in frozen.sections if each.title == "Case studies"]
        said = [block.model_dump() for block in section.blocks]
        assert said[1]["words"] == "It shows what an hour can hold."
        assert said[2]["points"] == [RECURRING]

    def test_words_that_name_somebody_are_refused(self, session: Session) -> None:
        review = fill(session)[0]
        picked = [{"reference": review.reference, "words": "Mrs Morag Kinnaird told us so."}]
        with pytest.raises(UnsafeCaseStudy, match="Kinnaird") as refused:
            build_report(session, asked(case_studies=picked), by=ANALYST, at=NOW)
        assert refused.value.errors[0].pointer == "case_studies.0"

    @pytest.mark.parametrize("published", [True, False])
    def test_of_other_periods_or_not_published_are_refused(
        self, session: Session, published: bool
    ) -> None:
        fill(session)
        other = add_counted_review(
            session, Said(), year=2012 if published else 2016, published=published
        )
        picked = [{"reference": other.reference}]
        with pytest.raises(UnsafeCaseStudy, match="not a published review of the period"):
            build_report(session, asked(case_studies=picked), by=ANALYST, at=NOW)


class TestPeriod:
    def test_that_runs_backwards_is_refused(self, session: Session) -> None:
        with pytest.raises(BadPeriod, match="comes before"):
            build_report(session, asked(2018, 2015), by=ANALYST, at=NOW)

    def test_without_reviews_is_refused(self, session: Session) -> None:
        with pytest.raises(BadPeriod, match="No review completed from 1990 to 1991"):
            build_report(session, asked(1990, 1991), by=ANALYST, at=NOW)


class TestSnapshots:
    def test_stay_as_they_were_when_the_data_change(self, session: Session) -> None:
        fill(session)
        snapshot = freeze_report(session, asked(), by=ANALYST, at=NOW)
        before = report_of(snapshot)
        for _ in range(6):
            add_counted_review(session, Said(tags=themed("training")), year=2016)
        assert report_of(get_snapshot(session, snapshot.id)) == before
        after = latest_or_frozen(session, asked(), by=ANALYST, at=NOW)
        assert after.id != snapshot.id
        assert report_of(after) != before

    def test_the_same_content_is_frozen_once(self, session: Session) -> None:
        fill(session)
        first = freeze_report(session, asked(), by=ANALYST, at=NOW)
        assert freeze_report(session, asked(), by=ANALYST, at=NOW).id == first.id
        assert latest_or_frozen(session, asked(), by=ANALYST, at=NOW).id == first.id
        assert [each.id for each in list_snapshots(session)] == [first.id]

    def test_an_event_tells_who_froze_it(self, session: Session) -> None:
        from app.audit.models import AuditEvent

        fill(session)
        snapshot = freeze_report(session, asked(), by=ANALYST, at=NOW)
        (event,) = session.query(AuditEvent).filter_by(action="report.frozen").all()
        assert (event.subject_id, event.actor_id) == (str(snapshot.id), ANALYST.id)
        assert isinstance(snapshot, ReportSnapshot)
