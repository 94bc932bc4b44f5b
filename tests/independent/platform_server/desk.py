"""What the tests ask of the independent platform beside LTI: a course, a launch, what came in."""

import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from Cryptodome.PublicKey import RSA
from django.http import HttpRequest, HttpResponse, JsonResponse
from lti_consumer import utils
from lti_consumer.data import Lti1p3LaunchData
from lti_consumer.models import CourseAllowPIISharingInLTIFlag, Lti1p3Passport, LtiConfiguration
from opaque_keys.edx.keys import CourseKey

from tests.independent.platform_server.courses import MEMBERS, external_id

LOG: list[dict[str, Any]] = []


def noted(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django's middleware: note each request, and the assertion of one for a token."""

    def note_and_answer(request: HttpRequest) -> HttpResponse:
        form = parse_qs(request.body.decode()) if "/token/" in request.path else {}
        said = {name: values[0] for name, values in form.items()}
        LOG.append({"method": request.method, "url": request.build_absolute_uri(), **said})
        return answer(request)

    return note_and_answer


def log(_request: HttpRequest) -> JsonResponse:
    """All requests so far: `method`, `url`, and the fields of those for a token."""
    return JsonResponse(LOG, safe=False)


def open_course(request: HttpRequest) -> JsonResponse:
    """A new course with these people and the tool in it; says how to register the platform."""
    wanted = json.loads(request.body)
    course = CourseKey.from_string(f"course-v1:Peers+{uuid.uuid4().hex[:8]}+2026")
    MEMBERS[str(course)] = {one["id"]: one for one in wanted["people"]}
    CourseAllowPIISharingInLTIFlag.objects.create(course_id=course, enabled=wanted["shares_names"])
    passport = Lti1p3Passport.objects.create(**wanted["tool_keys"])
    config = LtiConfiguration.objects.create(
        version=LtiConfiguration.LTI_1P3,
        config_store=LtiConfiguration.CONFIG_ON_DB,
        location=course.make_usage_key("lti_consumer", "circles"),
        lti_1p3_passport=passport,
        lti_1p3_oidc_url=wanted["login_url"],
        lti_1p3_launch_url=wanted["launch_url"],
        lti_advantage_enable_nrps=True,
        lti_advantage_ags_mode=wanted["grades"],
    )
    services_url = utils.get_lti_ags_lineitems_url(config.id).removesuffix("lti-ags")
    said = {"config_id": config.config_id, "services_url": services_url}
    return JsonResponse({**said, "platform": _facts(passport)})


def begin_launch(request: HttpRequest, config_id: uuid.UUID) -> JsonResponse:
    """Somebody clicks the tool in the course: where their browser goes first."""
    config = LtiConfiguration.objects.get(config_id=config_id)
    course = config.location.course_key
    person = MEMBERS[str(course)][json.loads(request.body)["id"]]
    launch = Lti1p3LaunchData(
        user_id=person["id"],
        external_user_id=external_id(person["id"]),
        user_role=person["roles"][0],
        name=person["name"],
        config_id=config.config_id,
        resource_link_id=str(config.location),
        context_id=str(course),
        context_type=["course_offering"],
        context_title="Peers",
        context_label=course.course,
    )
    return JsonResponse({"url": config.get_lti_consumer().prepare_preflight_url(launch)})


def forge_key(_request: HttpRequest, config_id: uuid.UUID) -> HttpResponse:
    """From now on launches are signed with a key that is not the published one of this name."""
    passport = LtiConfiguration.objects.get(config_id=config_id).lti_1p3_passport
    passport.lti_1p3_internal_private_key = RSA.generate(2048).export_key().decode()
    passport.save()
    return HttpResponse(status=204)


def _facts(passport: Lti1p3Passport) -> dict[str, str]:
    assert passport.lti_1p3_public_jwk, "made when it is first asked for"
    return {
        "name": "Independent platform",
        "issuer": utils.get_lti_api_base(),
        "client_id": passport.lti_1p3_client_id,
        "auth_login_url": utils.get_lms_lti_launch_link(),
        "auth_token_url": utils.get_lms_lti_access_token_link(passport.passport_id),
        "jwks_url": utils.get_lms_lti_keyset_link(passport.passport_id),
    }
