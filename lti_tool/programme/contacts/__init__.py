"""Services that staff of a course name for its members, beside those of the institution."""
