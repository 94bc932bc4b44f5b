"""The types of the engine's arrays. For this package.

Named once, without `numpy.typing`, whose documentation is loaded with it: a page that offers
matching should not wait for its types.
"""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Bits = np.ndarray[Any, np.dtype[np.uint64]]
Numbers = np.ndarray[Any, np.dtype[np.intp]]  # of people, groups or seats
Integers = np.ndarray[Any, np.dtype[np.int64]]
Singles = np.ndarray[Any, np.dtype[np.float32]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
