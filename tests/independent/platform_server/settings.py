"""Django's settings of the independent platform: on the loopback, in memory, for one test run."""

import os

LMS_ROOT_URL = os.environ["INDEPENDENT_PLATFORM_URL"]
PLATFORM_NAME = "Independent platform"
SECRET_KEY = "known to everybody: nothing here is kept"
DEBUG = True  # so that a failure says why
OPENEDX_TELEMETRY: list[str] = []
ALLOWED_HOSTS = ["127.0.0.1"]
SERVICE_VARIANT = "lms"
FEATURES: dict[str, bool] = {}
USAGE_ID_PATTERN = r"(?P<usage_id>[^/]+)"

ROOT_URLCONF = "tests.independent.platform_server.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "waffle",
    "lti_consumer",
]
MIDDLEWARE = [
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "tests.independent.platform_server.desk.noted",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
