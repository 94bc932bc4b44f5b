"""An LMS that behaves like hosted Canvas."""
