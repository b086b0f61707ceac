"""The demonstration corpus: invented reviews, the files they make, and the truth planted in them."""
