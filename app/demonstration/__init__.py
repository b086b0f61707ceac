"""The demonstration corpus: invented reviews, their files, and the truth planted in them."""
