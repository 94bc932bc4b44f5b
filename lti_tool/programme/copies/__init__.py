"""A course that was copied: staff say once what of its set-up comes along."""
