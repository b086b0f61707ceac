from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from rdflib import Graph
from rdflib.namespace import RDF, SKOS
from sqlalchemy.orm import Session

from app.taxonomy.errors import SchemeNotFound, UnknownConcept
from app.taxonomy.models import Concept, SchemeVersion
from app.taxonomy.service import (
    concept_ids,
    get_scheme,
    list_schemes,
    load_vocabularies,
    require_keys,
)
from app.taxonomy.skos import Format, to_skos
from tests.factories.records import AT


class TestLoading:
    def test_a_second_time_adds_nothing(self, session: Session) -> None:
        assert load_vocabularies(session) == 0

    def test_the_typology_has_its_six_categories(self, session: Session) -> None:
        assert set(concept_ids(session, "typology")) == {
            "management_systems",
            "family_professional_interaction",
            "tools",
            "responses_to_incidents",
            "longer_term_work",
            "cognitive_emotional_bias",
        }

    def test_there_are_thirty_themes_each_under_a_broader_one(self, session: Session) -> None:
        concepts = get_scheme(session, "theme").concepts
        groups = {each.key for each in concepts if each.broader_key is None}
        themes = [each for each in concepts if each.broader_key is not None]
        assert len(themes) == 30
        assert {each.broader_key for each in themes} == groups

    def test_every_concept_is_defined(self, session: Session) -> None:
        for scheme in list_schemes(session):
            undefined = [
                each.key
                for each in get_scheme(session, scheme.scheme).concepts
                if not each.definition
            ]
            assert undefined == [], scheme.scheme


class TestTheFiles:
    def test_hold_nothing_that_is_not_read(self) -> None:
        """An unquoted comma would cut a definition short and make keys of the rest."""
        known = {"key", "label", "alt", "definition", "note", "examples", "broader", "group"}
        for each in (files("app.taxonomy") / "data").iterdir():
            for row in yaml.safe_load(each.read_text(encoding="utf-8"))["concepts"]:
                assert set(row) <= known, f"{each.name}: {row['key']}"


class TestVersions:
    def test_a_new_version_takes_over_and_the_old_one_stays(self, session: Session) -> None:
        old = get_scheme(session, "depth")
        old.current = False
        session.flush()
        session.add(
            SchemeVersion(
                scheme="depth", version=2, title="Depth", description="", issued=AT.date(),
                current=True,
                concepts=[Concept(scheme="depth", key="shallow", label="Shallow", position=0)],
            )
        )  # fmt: skip
        session.flush()
        assert set(concept_ids(session, "depth")) == {"shallow"}
        assert len(get_scheme(session, "depth", version=1).concepts) == 4


class TestLookingUp:
    def test_an_unknown_key_is_refused_naming_the_nearest(self, session: Session) -> None:
        with pytest.raises(UnknownConcept, match="supervision"):
            require_keys(session, "theme", ["supervison"])

    def test_an_unknown_vocabulary_is_refused_naming_all(self, session: Session) -> None:
        with pytest.raises(SchemeNotFound, match="typology"):
            get_scheme(session, "topics")


class TestSkos:
    # rdflib's own JSON-LD parser still makes the graph that rdflib deprecates.
    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
    @pytest.mark.parametrize("form", ["turtle", "json-ld"])
    def test_is_read_back_whole(self, session: Session, form: Format) -> None:
        version = get_scheme(session, "theme")
        graph = Graph().parse(data=to_skos(version, form=form), format=form)
        terms = set(graph.subjects(RDF.type, SKOS.Concept))
        assert len(terms) == len(version.concepts)
        tops = set(graph.subjects(SKOS.topConceptOf))
        assert {term for term in terms if (term, SKOS.broader, None) not in graph} == tops
