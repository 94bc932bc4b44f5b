"""Dynamic Registration 1.0 from the LMS's side: configuration, endpoint, administrator's page."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request

from tests.demo_lms.door import Answer, visitor
from tests.demo_lms.vocabulary import SCOPES

if TYPE_CHECKING:
    from tests.demo_lms.registrations import Registration
    from tests.demo_lms.site import Site

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CLAIMS = ["iss", "sub", "name", "given_name", "family_name", "email"]
ECHOED = ("client_name", "redirect_uris", "initiate_login_uri", "jwks_uri", "scope", TOOL)


def blueprint(site: Site) -> Blueprint:
    """The routes; who may register holds a token that an administrator's page gave out."""
    pages = Blueprint("registering", __name__)
    registrar = site.temperament.registrar
    tokens: dict[str, bool] = {}
    names: dict[str, str] = {}

    @pages.get(registrar.configuration_path, endpoint="openid_configuration")
    def openid_configuration() -> Answer:
        if registrar.reads_token and bearer() not in tokens:
            return registrar.no_token()
        return jsonify(configuration(site))

    @pages.post(registrar.registration_path, endpoint="dynamic_registration")
    def register() -> Answer:
        body = request.get_json(silent=True)
        if bearer() not in tokens or not isinstance(body, dict):
            return registrar.no_token()
        if tokens[bearer()]:
            return registrar.used_token()
        if refusal := registrar.mistake(body):
            return refusal
        tokens[bearer()] = True
        return keep(site, body, names)

    @pages.get("/admin/tools", endpoint="tools")
    def tools() -> Answer:
        only_admins(site)
        return render_template("tools.html", names=names, verb=registrar.verb)

    @pages.get("/admin/tools/add", endpoint="add")
    def add() -> Answer:
        only_admins(site)
        token = secrets.token_urlsafe(24)
        tokens[token] = False
        return render_template("add_tool.html", frame=frame(site, request.args["url"], token))

    @pages.post("/admin/tools/<client_id>/on", endpoint="switch_on")
    def switch_on(client_id: str) -> Answer:
        only_admins(site)
        install(site, site.registrations[client_id], names[client_id])
        return redirect("/admin/tools", 303)

    return pages


def bearer() -> str:
    """The token of this request."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def configuration(site: Site) -> dict[str, Any]:
    """What the LMS says about itself."""
    paths, registrar = site.temperament.addresses.paths, site.temperament.registrar
    kinds = ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")
    places = {"placements": list(registrar.placements)} if registrar.placements else {}
    return {
        "issuer": site.issuer,
        "authorization_endpoint": f"{site.url}{paths.auth}",
        "token_endpoint": f"{site.url}{paths.token}",
        "jwks_uri": f"{site.url}{paths.jwks}",
        "registration_endpoint": f"{site.url}{registrar.registration_path}",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", *SCOPES],
        "claims_supported": CLAIMS,
        PLATFORM: {
            "product_family_code": site.temperament.name,
            "version": "demo",
            "messages_supported": [{"type": kind, **places} for kind in kinds],
            **registrar.hosted,
        },
    }


def keep(site: Site, body: dict[str, Any], names: dict[str, str]) -> Response:
    """A new registration, off until the administrator switches it on."""
    tool = body[TOOL]
    made = site.add_registration(
        "",
        login_url=body["initiate_login_uri"],
        redirect_uris=list(body["redirect_uris"]),
        jwks_url=body["jwks_uri"],
        target_link_uri=tool.get("target_link_uri", f"https://{tool['domain']}"),
        scopes=tuple(scope for scope in SCOPES if scope in body.get("scope", "").split()),
        custom=tool.get("custom_parameters", {}),
        privacy="name_only" if "name" in tool.get("claims", []) else "anonymous",
        is_enabled=False,
    )
    names[made.client_id] = body["client_name"]
    echo = {"client_id": made.client_id, **{name: body.get(name) for name in ECHOED}}
    return site.temperament.registrar.registered(echo, made.deployments[0])


def install(site: Site, made: Registration, name: str) -> None:
    """Switch a tool on and put it first into the course."""
    made.is_enabled = True
    deployment_id = made.deployments[0]
    link = site.add_link(site.course, name, deployment_id=deployment_id, is_navigation=True)
    links = site.course.resource_links
    links.remove(link)
    links.insert(0, link)


def frame(site: Site, url: str, token: str) -> str:
    """The tool's registration address with what the standard adds to it."""
    configuration_url = f"{site.url}{site.temperament.registrar.configuration_path}"
    query = {"openid_configuration": configuration_url, "registration_token": token}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def only_admins(site: Site) -> None:
    """These pages are for administrators of the site."""
    person = visitor(site)
    if person is None or not person.is_admin:
        abort(403, "Only administrators may add tools.")
