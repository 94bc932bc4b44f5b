"""The two kinds of LMS, each a bundle of small parts with one method a difference on the wire."""
