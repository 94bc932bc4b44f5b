"""What a course wants help with and can give, before circles are made: counts, never people."""
