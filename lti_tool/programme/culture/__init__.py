"""What teachers show of themselves: what they are learning, what they did with what was said."""
