"""Category, themes and depth of a finding; kind of a recommendation."""

from nlp.tagging.model import Evidence, RecommendationTagging, Scored, Tagging
from nlp.tagging.tagger import Tagger, load_tagger

__all__ = ["Evidence", "RecommendationTagging", "Scored", "Tagger", "Tagging", "load_tagger"]
