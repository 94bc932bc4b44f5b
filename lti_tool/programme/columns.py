"""The gradebook column that a link is given along with it; for the page that hands links over."""

from lti_tool.lti.line_items import Column
from lti_tool.programme.items import RESOURCE_ID, TAG
from lti_tool.programme.models import WHOLE, Activity
from lti_tool.programme.queries import points_in

ACTIVITY_TAG = "peer-circles-activity"


def column_of(activity: Activity) -> Column | None:
    """The column to ask for: the course's own for the whole, else one of the activity alone.

    It is called as the link is: Canvas puts the column's name in the place of the link's.
    """
    if not activity.has_column:
        return None
    points = points_in(activity.context_id)
    if activity.kind == WHOLE:
        return Column(activity.title, points, tag=TAG, resource_id=RESOURCE_ID)
    return Column(activity.title, points, tag=ACTIVITY_TAG, resource_id=activity.key)
