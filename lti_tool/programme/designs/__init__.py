"""The design of a course as a file, to be brought along in another course or another tool."""
