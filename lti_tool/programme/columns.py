"""The gradebook column that a link is given along with it; for the page that hands links over."""

from lti_tool.lti.line_items import Column
from lti_tool.programme.items import RESOURCE_ID, TAG
from lti_tool.programme.models import Activity
from lti_tool.programme.queries import points_in


def column_of(activity: Activity) -> Column | None:
    """The course's column for taking part, where the link is to carry it.

    It is called as the link is: Canvas puts the column's name in the place of the link's.
    """
    if not activity.has_column:
        return None
    points = points_in(activity.context_id)
    return Column(activity.title, points, tag=TAG, resource_id=RESOURCE_ID)
