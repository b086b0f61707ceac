from __future__ import annotations

from app.clearance.models import Action, ResidualIdentifier
from app.clearance.service.together import Together, assess_together
from app.clearance.service.workbench import MarkedPassage, Piece

RARE = "The boy, aged 7, the youngest of five, drowned. He had Batten disease. "
REPORTED = "The death was widely reported."


def span(kind: str, action: Action | None = None, replacement: str = "") -> ResidualIdentifier:
    return ResidualIdentifier(
        type=kind,
        text="x",
        start=0,
        end=1,
        score=0.9,
        rule="r",
        action=action,
        replacement=replacement,
    )


def together(*pieces: Piece, place: str = "body") -> Together:
    return assess_together([MarkedPassage("paragraph", place, 1, pieces)])


class TestTogether:
    def test_harmless_details_add_up_to_one_family(self) -> None:
        found = together(Piece(RARE, None), Piece(REPORTED, None))
        assert found.singles_out
        assert {"age", "sibling_group", "cause", "diagnosis"} <= {d.field for d in found.details}
        assert found.advice

    def test_a_plain_text_says_nothing(self) -> None:
        found = together(Piece("Plans were renewed and not reconsidered.", None))
        assert found.details == ()
        assert not found.raised

    def test_a_place_that_is_not_settled_counts(self) -> None:
        text = Piece("The boy, aged 7, drowned near ", None)
        plain = together(text, Piece("Larchcombe", None))
        marked = together(text, Piece("Larchcombe", span("PLACE")))
        assert marked.score > plain.score
        assert "place" in {detail.field for detail in marked.details}

    def test_what_was_removed_or_made_general_does_not(self) -> None:
        text = Piece("The boy, aged 7, drowned near ", None)
        for action, words in ((Action.REMOVE, "[removed]"), (Action.GENERALISE, "the coast")):
            gone = together(text, Piece("Larchcombe", span("PLACE", action, words)))
            assert "place" not in {detail.field for detail in gone.details}

    def test_what_was_kept_still_counts(self) -> None:
        text = Piece("The boy, aged 7, drowned near ", None)
        kept = together(text, Piece("Larchcombe", span("PLACE", Action.NOT_AN_IDENTIFIER)))
        assert "place" in {detail.field for detail in kept.details}

    def test_generalising_as_advised_brings_it_down(self) -> None:
        before = together(Piece("The boy, aged 7, drowned near ", None), Piece("L", span("PLACE")))
        after = together(
            Piece("The boy, of primary school age, died near ", None),
            Piece("L", span("PLACE", Action.GENERALISE, "the coast")),
        )
        assert after.score < before.score

    def test_parts_that_no_reader_sees_do_not_count(self) -> None:
        assert together(Piece(RARE, None), place="comment").details == ()

    def test_other_marks_are_no_details(self) -> None:
        found = together(Piece("Seen by ", None), Piece("Mrs Gray", span("PERSON")))
        assert found.details == ()
