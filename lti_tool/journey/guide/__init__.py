"""The guide of a programme: what it is, how often, what is expected, what counts, who sees what."""
