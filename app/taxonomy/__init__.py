"""Versioned vocabularies: the systems typology, themes and every coded list, published as SKOS."""
