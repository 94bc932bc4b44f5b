"""Peer Circles: peer mentoring inside the course, as an LTI 1.3 Advantage tool."""

__version__ = "0.1.0"
