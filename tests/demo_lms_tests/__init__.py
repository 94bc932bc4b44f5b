"""The demo LMS's own tests: a platform that lets mistakes pass would prove nothing about a tool."""
