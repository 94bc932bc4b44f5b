"""Dynamic registration against what real platforms said: recorded configurations and answers."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Response

from lti_tool.errors import ConfigurationWrong, RegistrationDenied
from lti_tool.lti.dynamic_registration import TOOL, Offer, our_metadata, read_offer, register_at
from lti_tool.lti.manners import manners_of
from lti_tool.lti.registering import Registering
from lti_tool.lti.strangers import Strangers
from lti_tool.lti.tool_card import tool_card
from lti_tool.settings import shipped
from tests.lti.scripted import Scripted, scripted

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CANVAS = json.loads((SAMPLES / "canvas/dynamic-registration.json").read_text())
CONFIGURATION = CANVAS["openid_configuration_response"]
ASKED = "https://canvas.instructure.com/api/lti/security/openid-configuration?registration_token=x"
FOLDERS = (shipped("config"),)
HERE = Strangers(allows_loopback=True)
MOODLE = sorted((SAMPLES / "moodle").glob("registration*.json"))
ERRORS = [file for file in MOODLE if "error" in file.name]
GOOD = [file for file in MOODLE if "error" not in file.name]


def family_of(name: str) -> Registering:
    return manners_of(name, FOLDERS).registration


def read(document: dict[str, Any], asked: str = ASKED) -> Offer:
    return read_offer(document, asked=asked, family_of=family_of)


def metadata(document: dict[str, Any]) -> dict[str, Any]:
    offer = read(document)
    return our_metadata(offer, tool_card(FOLDERS), public_url="https://tool.example.org")


@pytest.fixture
def told() -> Iterator[Scripted]:
    """A registration endpoint."""
    with scripted() as made:
        yield made


def answered(told: Scripted, sample: dict[str, Any]) -> Any:
    body = sample["body"]
    text = body if isinstance(body, str) else json.dumps(body)
    told.answer = lambda request: Response(
        text, status=sample["status"], content_type=sample["content_type"]
    )
    offer = copy.copy(read(CONFIGURATION))
    object.__setattr__(offer, "registration_url", told.url)
    return register_at(offer, metadata(CONFIGURATION), token="t", strangers=HERE)


def test_the_hosts_of_canvas_are_accepted() -> None:
    offer = read(CONFIGURATION)
    assert offer.auth_token_url == "https://sso.canvaslms.com/login/oauth2/token"
    assert (offer.product_family, offer.school) == ("canvas", "Example State University")
    assert offer.token_audience is None


def test_a_school_of_canvas_may_have_a_host_of_its_own() -> None:
    platform = next(name for name in CONFIGURATION if name.endswith("lti-platform-configuration"))
    document = copy.deepcopy(CONFIGURATION)
    document["registration_endpoint"] = "https://canvas.school.edu/api/lti/registrations"
    with pytest.raises(ConfigurationWrong):
        read(document)
    document[platform]["https://canvas.instructure.com/lti/account_domain"] = "canvas.school.edu"
    assert read(document).registration_url == "https://canvas.school.edu/api/lti/registrations"


@pytest.mark.parametrize(
    "changes",
    [
        {"token_endpoint": "https://evil.example/token"},
        {"jwks_uri": "https://sso.canvaslms.com.evil.example/jwks"},
        {"authorization_endpoint": "https://evilinstructure.com/auth"},
        {"jwks_uri": None},
        {"token_endpoint": 7},
        {"registration_endpoint": "$Registration.url"},
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"response_types_supported": ["code"]},
        {"token_endpoint_auth_methods_supported": ["client_secret_post"]},
        {"id_token_signing_alg_values_supported": ["HS256"]},
    ],
)
def test_a_configuration_that_lies_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationWrong):
        read({**CONFIGURATION, **changes})


def test_a_stranger_cannot_borrow_the_hosts_of_canvas() -> None:
    document = {**CONFIGURATION, "issuer": "https://evil.example"}
    with pytest.raises(ConfigurationWrong):
        read(document, asked="https://evil.example/c")


def test_we_ask_for_what_the_platform_offers_only() -> None:
    sent = metadata({**CONFIGURATION, "scopes_supported": ["openid"], "claims_supported": ["sub"]})
    assert sent["scope"] == ""
    assert sent[TOOL]["claims"] == ["iss", "sub"]
    assert "pc_context_history" in sent[TOOL]["custom_parameters"]
    assert "pc_user_groups" not in sent[TOOL]["custom_parameters"]


def test_each_message_has_the_placements_that_the_platform_names_for_it() -> None:
    messages = {one["type"]: one for one in metadata(CONFIGURATION)[TOOL]["messages"]}
    root = "https://canvas.instructure.com/lti/"
    assert messages["LtiResourceLinkRequest"]["placements"] == [f"{root}course_navigation"]
    assert messages["LtiResourceLinkRequest"][f"{root}visibility"] == "members"
    assert len(messages["LtiDeepLinkingRequest"]["placements"]) == 3


def test_we_never_ask_for_addresses_or_pictures() -> None:
    assert not {"email", "picture"} & set(metadata(CONFIGURATION)[TOOL]["claims"])


def test_canvas_answers_and_its_deployment_is_found(told: Scripted) -> None:
    sample = {**CANVAS["registration_response"], "content_type": "application/json"}
    agreed = answered(told, sample)
    assert agreed.client_id == "10000000000123"
    assert agreed.deployment_id.startswith("4711:")


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_moodle_answers_and_its_deployment_is_found(told: Scripted, file: Path) -> None:
    sample = json.loads(file.read_text())
    agreed = answered(told, sample)
    assert agreed.client_id == sample["body"]["client_id"]
    assert agreed.deployment_id == sample["body"][TOOL]["deployment_id"]


@pytest.mark.parametrize("file", ERRORS, ids=lambda file: file.stem)
def test_a_refusal_of_moodle_is_told_in_its_words_never_as_a_page(
    told: Scripted, file: Path
) -> None:
    sample = json.loads(file.read_text())
    with pytest.raises(RegistrationDenied) as refused:
        answered(told, sample)
    words = "" if "<html" in sample["body"] else f": {sample['body']}"
    assert refused.value.said == f"{sample['status']}{words}"


@pytest.mark.parametrize("body", [[], {}, {"client_id": ""}, {"client_id": None}, "null"])
def test_an_answer_without_a_client_id_is_refused(told: Scripted, body: Any) -> None:
    with pytest.raises(RegistrationDenied):
        answered(told, {"status": 200, "content_type": "application/json", "body": body})


def brightspace(**changes: Any) -> Offer:
    """A school of Brightspace: its own host, and the token endpoint that all of them share."""
    host, platform = "https://school.example.edu", "https://purl.imsglobal.org/spec/lti-"
    names = ("authorization_endpoint", "jwks_uri", "registration_endpoint")
    document = {
        "issuer": host,
        **{name: f"{host}/d2l/{name}" for name in names},
        "token_endpoint": "https://auth.brightspace.com/core/connect/token",
        "authorization_server": "https://api.brightspace.com/auth/token",
        platform + "platform-configuration": {"product_family_code": "desire2learn"},
    }
    return read({**document, **changes}, asked=f"{host}/d2l/configuration")


def test_schools_of_brightspace_share_a_token_endpoint_and_nothing_else() -> None:
    offer = brightspace()
    assert offer.auth_token_url == "https://auth.brightspace.com/core/connect/token"
    assert offer.token_audience == "https://api.brightspace.com/auth/token"
    for name in ("jwks_uri", "authorization_endpoint", "registration_endpoint"):
        with pytest.raises(ConfigurationWrong):
            brightspace(**{name: "https://auth.brightspace.com/x"})


def test_moodle_is_read_and_asked_for_what_it_requires() -> None:
    moodle = SAMPLES / "moodle"
    document = json.loads((moodle / "openid-configuration.json").read_text())
    offer = read(document, asked=f"{document['issuer']}/mod/lti/openid-configuration.php")
    assert (offer.product_family, offer.token_audience) == ("moodle", None)
    sent = our_metadata(offer, tool_card(FOLDERS), public_url="https://tool.example.org")
    missing = [file.stem.rpartition("missing-")[2] for file in ERRORS if "missing-" in file.stem]
    names = {name.rpartition("/")[2] for name in sent} | set(sent[TOOL])
    assert {name.removeprefix("lti-tool-") for name in missing} <= {
        name.removeprefix("lti-tool-") for name in names
    }
