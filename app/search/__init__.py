"""Find findings by words, phrases and their synonyms."""
