"""The family of errors. Each knows its status, and the title and advice that a person reads.

    PeerCirclesError
    ├── LaunchRefused            somebody could not come in
    │   ├── LaunchMalformed      400  the message breaks the standard
    │   │   ├── LaunchAnonymous       it names nobody
    │   │   ├── LaunchUnserved        it asks for something that we do not do
    │   │   └── ReviewOfNobody        a gradebook opened it without saying whose work it is
    │   ├── LaunchUntrusted      401  signature, audience, time, state or nonce is wrong
    │   │   └── ClocksDiffer          the times in it cannot be, by our clock
    │   ├── LaunchStale          401  the message is too old
    │   │   └── LaunchUsed            it came in already
    │   ├── LaunchUnbound        401  the browser keeps nothing for us, and no way is left
    │   ├── PlatformUnknown      403  no such registration
    │   │   ├── PlatformWaiting       its registration was not approved yet
    │   │   ├── PlatformOff           its registration was switched off
    │   │   └── DeploymentUnknown     the registration is known, this installation is not
    │   ├── KeysUnreadable       502  the platform's public keys could not be read
    │   └── PlatformRefused      401  the platform itself answered with an error
    │       ├── NotSignedIn           it does not know the person in this browser
    │       ├── HintExpired           its own memory of this launch has ended
    │       └── KeyOff                it has switched our registration off
    ├── RegistrationFailed       400  a platform could not be connected
    │   ├── StrangerRefused      400  its address is not one that we ask
    │   ├── StrangerSilent       502  no usable answer came from there
    │   ├── ConfigurationWrong   400  what it says about itself does not hold
    │   ├── RegistrationDenied   502  it refused to register us; `said` is what it said
    │   └── RegistrationFull     503  too many wait for approval already
    ├── VisitEnded               401  no valid visit stands behind this page
    ├── NotAllowed               403  the visitor may not open this page
    │   ├── NotYours                  it is about somebody else
    │   └── NotWholeCourse            it is about everybody, and they look after some sections
    ├── NotHere                  404  no such thing in this course
    │   ├── NotUsedHere               it belongs to something that the course does without
    │   └── NotTakingPart             a gradebook asks about somebody who is no student here
    ├── ChangedMeanwhile         409  somebody else was faster; nothing was lost
    ├── SurveyClosed             409  the window in which members answer is not open
    ├── SignUpClosed             409  the window in which members choose a circle is not open
    └── PlatformTrouble          502  a service of the platform failed
        ├── PlatformBusy              try again later: throttled, 5xx, no answer
        │   └── PlatformNotNow        the same, and surely nothing was kept
        ├── PlatformSaysNo            final: the request was refused for good
        └── PlatformUnclear           what came back is not what the standard says

`reason` is for the log and never shown; it holds no token and no name.
"""

from lti_tool.errors.connecting import (
    ConfigurationWrong,
    RegistrationDenied,
    RegistrationFailed,
    RegistrationFull,
    StrangerRefused,
    StrangerSilent,
)
from lti_tool.errors.door import (
    ClocksDiffer,
    DeploymentUnknown,
    HintExpired,
    KeyOff,
    KeysUnreadable,
    LaunchAnonymous,
    LaunchMalformed,
    LaunchRefused,
    LaunchStale,
    LaunchUnbound,
    LaunchUnserved,
    LaunchUntrusted,
    LaunchUsed,
    NotSignedIn,
    PlatformOff,
    PlatformRefused,
    PlatformUnknown,
    PlatformWaiting,
    ReviewOfNobody,
)
from lti_tool.errors.family import PeerCirclesError
from lti_tool.errors.pages import (
    ChangedMeanwhile,
    NotAllowed,
    NotHere,
    NotTakingPart,
    NotUsedHere,
    NotWholeCourse,
    NotYours,
    SignUpClosed,
    SurveyClosed,
    VisitEnded,
)
from lti_tool.errors.services import (
    PlatformBusy,
    PlatformNotNow,
    PlatformSaysNo,
    PlatformTrouble,
    PlatformUnclear,
)

__all__ = [
    "ChangedMeanwhile",
    "ClocksDiffer",
    "ConfigurationWrong",
    "DeploymentUnknown",
    "HintExpired",
    "KeyOff",
    "KeysUnreadable",
    "LaunchAnonymous",
    "LaunchMalformed",
    "LaunchRefused",
    "LaunchStale",
    "LaunchUnbound",
    "LaunchUnserved",
    "LaunchUntrusted",
    "LaunchUsed",
    "NotAllowed",
    "NotHere",
    "NotSignedIn",
    "NotTakingPart",
    "NotUsedHere",
    "NotWholeCourse",
    "NotYours",
    "PeerCirclesError",
    "PlatformBusy",
    "PlatformNotNow",
    "PlatformOff",
    "PlatformRefused",
    "PlatformSaysNo",
    "PlatformTrouble",
    "PlatformUnclear",
    "PlatformUnknown",
    "PlatformWaiting",
    "RegistrationDenied",
    "RegistrationFailed",
    "RegistrationFull",
    "ReviewOfNobody",
    "SignUpClosed",
    "StrangerRefused",
    "StrangerSilent",
    "SurveyClosed",
    "VisitEnded",
]
