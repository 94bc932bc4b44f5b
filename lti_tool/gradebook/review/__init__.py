"""What a platform's gradebook opens of one student: how they take part, and never a word."""
