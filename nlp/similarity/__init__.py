"""Which findings state the same issue: vectors, neighbours, groups."""

from nlp.similarity.encoder import Encoder, load_encoder
from nlp.similarity.groups import Group, group
from nlp.similarity.layout import Decided
from nlp.similarity.neighbours import Neighbour, neighbours

__all__ = ["Decided", "Encoder", "Group", "Neighbour", "group", "load_encoder", "neighbours"]
