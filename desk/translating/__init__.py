"""A character in other languages: what there is, and beginning one more."""
