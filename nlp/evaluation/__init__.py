"""How well the judgements of `nlp` agree with people's, with intervals."""
