"""What a programme is as a whole: its kind, what it is for, its calendar; for any later step."""
