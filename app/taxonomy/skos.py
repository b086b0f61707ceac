"""A vocabulary as SKOS (W3C Recommendation, 2009), in Turtle or JSON-LD."""

from __future__ import annotations

from typing import Literal

from rdflib import Graph, URIRef
from rdflib import Literal as Text
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from app.taxonomy.models import SchemeVersion

Format = Literal["turtle", "json-ld"]
BASE = "urn:case-review-repository:taxonomy"


def to_skos(version: SchemeVersion, *, form: Format) -> str:
    """``version`` with its concepts as one SKOS concept scheme.

    Identifiers are URNs without the version, so that a concept keeps its name when the
    vocabulary is revised; the scheme carries the version and its date.
    """
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    scheme = URIRef(f"{BASE}:{version.scheme}")
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, Text(version.title, lang="en")))
    graph.add((scheme, DCTERMS.description, Text(version.description, lang="en")))
    graph.add((scheme, DCTERMS.hasVersion, Text(str(version.version))))
    graph.add((scheme, DCTERMS.issued, Text(version.issued.isoformat(), datatype=XSD.date)))
    for concept in version.concepts:
        term = URIRef(f"{scheme}:{concept.key}")
        graph.add((term, RDF.type, SKOS.Concept))
        graph.add((term, SKOS.inScheme, scheme))
        graph.add((term, SKOS.notation, Text(concept.key)))
        graph.add((term, SKOS.prefLabel, Text(concept.label, lang="en")))
        for label in concept.alternative_labels:
            graph.add((term, SKOS.altLabel, Text(label, lang="en")))
        for predicate, words in (
            (SKOS.definition, concept.definition),
            (SKOS.scopeNote, concept.scope_note),
        ):
            if words:
                graph.add((term, predicate, Text(words, lang="en")))
        for example in concept.examples:
            graph.add((term, SKOS.example, Text(example, lang="en")))
        if concept.broader_key is None:
            graph.add((term, SKOS.topConceptOf, scheme))
        else:
            broader = URIRef(f"{scheme}:{concept.broader_key}")
            graph.add((term, SKOS.broader, broader))
            graph.add((broader, SKOS.narrower, term))
    return graph.serialize(format=form)
