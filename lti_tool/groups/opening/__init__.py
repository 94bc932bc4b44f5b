"""Setting a programme up and opening it: a template, what of it staff change, and one button."""
