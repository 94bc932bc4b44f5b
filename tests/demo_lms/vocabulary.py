"""1EdTech's own words: claims, roles, scopes, media types (LTI 1.3, NRPS 2.0, AGS 2.0)."""

from __future__ import annotations

SPEC = "https://purl.imsglobal.org/spec/"
CLAIM = f"{SPEC}lti/claim/"
AGS_CLAIM = f"{SPEC}lti-ags/claim/endpoint"
DL_CLAIM = f"{SPEC}lti-dl/claim/"
NRPS_CLAIM = f"{SPEC}lti-nrps/claim/namesroleservice"

GROUPS_CLAIM = f"{SPEC}lti-gs/claim/groupsservice"

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
MEMBERSHIP = f"{LIS}membership#"
TEACHING_ASSISTANT = f"{LIS}membership/Instructor#TeachingAssistant"
INSTITUTION = f"{LIS}institution/person#"
SYSTEM = f"{LIS}system/person#"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

LINE_ITEM_SCOPE = f"{SPEC}lti-ags/scope/lineitem"
LINE_ITEM_READ_SCOPE = f"{SPEC}lti-ags/scope/lineitem.readonly"
RESULT_SCOPE = f"{SPEC}lti-ags/scope/result.readonly"
SCORE_SCOPE = f"{SPEC}lti-ags/scope/score"
ROSTER_SCOPE = f"{SPEC}lti-nrps/scope/contextmembership.readonly"
GROUPS_SCOPE = f"{SPEC}lti-gs/scope/contextgroup.readonly"
NOTICES_SCOPE = f"{SPEC}lti/scope/noticehandlers"
AGS_SCOPES = (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, RESULT_SCOPE, SCORE_SCOPE)
SCOPES = (*AGS_SCOPES, ROSTER_SCOPE, GROUPS_SCOPE, NOTICES_SCOPE)

GROUPS_TYPE = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
ROSTER_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
