"""The colour of a school, where the launch itself brings it: Canvas's brand configuration.

Nothing is fetched for it. A school that keeps Canvas's own colours sends no configuration.
"""

import re

from lti_tool.lti import claims
from lti_tool.lti.claims import Claims

BRAND, HIGH_CONTRAST = "pc_brand", "pc_high_contrast"
PRIMARY = "ic-brand-primary"
LONGEST = 20_000
COLOUR = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE)


def accent_of(body: Claims) -> str:
    """The school's colour as six hexadecimal digits; "" without one.

    Also for whoever asks for high contrast: our own colours have it.
    """
    custom = claims.part(body, claims.CUSTOM)
    if claims.text(custom, HIGH_CONTRAST).lower() == "true":
        return ""
    brand = claims.written_json(custom, BRAND, longest=LONGEST)
    found = COLOUR.fullmatch(claims.text(brand, PRIMARY))
    return found[1].lower() if found else ""
