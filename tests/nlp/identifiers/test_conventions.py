"""What a document itself says is no name."""

import pytest

from nlp.identifiers import scan_text
from nlp.identifiers.people.conventions import learn


def people(text: str) -> list[str]:
    return [hit.text for hit in scan_text(text) if hit.type == "PERSON"]


class TestDeclaredPseudonym:
    @pytest.mark.parametrize(
        "declaration",
        [
            "In this report the child is called Ailsa.",
            "The child is referred to throughout as Ailsa.",
            "We call her Ailsa (not her real name).",
            "The girl is known as Ailsa. This is not her real name.",
            'She is named "Ailsa" in this review.',
        ],
    )
    def test_is_left_alone_everywhere(self, declaration: str) -> None:
        assert people(f"{declaration} Ailsa was four. Ailsa's coat was red.") == []

    def test_real_name_beside_it_is_caught(self) -> None:
        text = "In this report the child is called Ailsa. Ailsa's sister is Kirsty."

        assert people(text) == ["Kirsty"]

    def test_known_as_outside_a_declaration_is_a_nickname(self) -> None:
        assert people("His friend, known as Spud, was there.") == ["Spud"]


class TestChangedNames:
    STATED = "The names of the children have been changed. "

    def test_repeated_first_names_are_taken_for_pseudonyms(self) -> None:
        story = "Isla was four. Isla said so. They asked Isla again. Then Isla left."

        assert people(self.STATED + story) == []

    def test_full_and_titled_names_are_still_caught(self) -> None:
        story = "Isla was four. Isla said so. Then Isla left. Dr Thurso wrote to Elspeth Gunn."

        assert people(self.STATED + story) == ["Dr Thurso", "Elspeth Gunn"]


class TestCitation:
    def test_authors_are_learned(self) -> None:
        assert {"munro", "brandon"} <= learn("(Munro, 2011) and Brandon et al. (2012)").authors

    def test_child_who_shares_an_authors_name_is_caught_in_full(self) -> None:
        assert people("(Munro, 2011). Ruaridh Munro was seven.") == ["Ruaridh Munro"]


class TestReferenceList:
    @pytest.mark.parametrize(
        "line",
        [
            "Thornbury K, Ollerenshaw M, Pike R. Reading the room. 2nd ed. Norwich: TSO; 2011.",
            "Thornbury K. The unread letter. BMJ 2004; 311: 702-706.",
            "Thornbury, Katherine: The Unread Letter. Harbour Street Publishers, 2010",
            "1 Thornbury K, Pike R, Ollerenshaw M and Lisle H, Ten letters unread, NSPCC, 2010.",
            "2 See Thornbury, D. 'The letter', Child and Family Papers 21 (2016) 26-35.",
            "Thornbury, Katherine (2006) The Unread Letter, Aldershot: Ashgate.",
        ],
    )
    def test_a_printed_source_names_nobody(self, line: str) -> None:
        assert people(line) == []

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("Thornbury K, seen at home in Glasgow in 2014.", ["Thornbury K"]),
            ("Thornbury K, Pike R. Police: report of concern, 2014", ["Thornbury K", "Pike R"]),
            ("Thornbury K, 14/03/2014 10:30-11:00, seen alone.", ["Thornbury K"]),
            ("3 Thornbury K, mother: telephone call in 2014", ["Thornbury K"]),
            ("Present: Thornbury K, Pike R, Edinburgh, 2015", ["Thornbury K", "Pike R"]),
        ],
    )
    def test_a_note_that_looks_like_one_still_names_somebody(
        self, line: str, found: list[str]
    ) -> None:
        assert people(line) == found

    def test_a_cited_author_may_be_named_in_full(self) -> None:
        source = "Munro, K. (2006) The Unread Letter. London: Pike.\n"
        assert people(f"{source}Katherine Munro's review of letters is well known.") == []
        assert people(f"{source}Katherine Munro's mother rang the school.") == ["Katherine Munro"]
