"""Finding characters: what is asked, what is kept to find it by, and what comes first."""
