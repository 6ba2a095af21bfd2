"""How readers come from one character to the next: feeds, collections, a timeline and maps."""
