"""The matching engine: people and rules in, groups out. Plain Python and NumPy, no Flask, no SQL.

Importing this package does not import NumPy, so a web page may show sizes or draw names from a hat.
"""

from lti_tool.groups.matching.sizes import ImpossibleSizes, at_random, sizes

__all__ = ["ImpossibleSizes", "at_random", "sizes"]
