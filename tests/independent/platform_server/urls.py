"""Open edX's own addresses, as they are, and beside them the desk of the tests."""

from django.urls import include, path

from tests.independent.platform_server import courses, desk

courses.move_in()

urlpatterns = [
    path("api/", include("lti_consumer.plugin.urls")),
    path("desk/log", desk.log),
    path("desk/courses", desk.open_course),
    path("desk/courses/<uuid:config_id>/launches", desk.begin_launch),
    path("desk/courses/<uuid:config_id>/key", desk.forge_key),
]
