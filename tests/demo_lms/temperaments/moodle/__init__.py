"""An LMS that behaves like Moodle 4.5."""
