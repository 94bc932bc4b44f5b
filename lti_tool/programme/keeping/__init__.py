"""How long the words of a course's members are kept, and when they are to be deleted."""
