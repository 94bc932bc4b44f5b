"""Spreading the word: texts to announce the programme, a poster, and who has answered so far."""
