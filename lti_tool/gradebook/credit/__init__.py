"""How taking part counts: what staff choose, and what each student reads about themselves."""
