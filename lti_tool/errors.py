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
    │   └── NotYours                  it is about somebody else
    ├── NotHere                  404  no such thing in this course
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


def _(words: str) -> str:
    """Mark words for the catalogues; they are translated when a page is drawn."""
    return words


class PeerCirclesError(Exception):
    """Anything that went wrong in a way we foresaw."""

    status = 500
    title = _("Something needs a look")
    advice = _("Please open this again from your course. Nothing you wrote is lost.")

    said = ""
    """What the other side said, for whoever helps: text without markup or secrets."""

    def __init__(self, reason: str = "", *, said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said


class LaunchRefused(PeerCirclesError):
    """Somebody could not come in."""

    status = 400
    title = _("Please open this again from your course")


class LaunchMalformed(LaunchRefused):
    """The message breaks the standard (LTI Core 1.3)."""

    advice = _("Your course sent a message that we cannot read. Tell whoever looks after it.")


class LaunchAnonymous(LaunchMalformed):
    """The message names nobody, as anonymous launches do."""

    title = _("Your learning platform does not say who you are")
    advice = _(
        "People work together here, so everybody is somebody. Sign in there, then try again."
    )


class LaunchUnserved(LaunchMalformed):
    """A type of message that we do not serve."""

    title = _("Peer Circles cannot be used like this")
    advice = _("Add it to a course as an activity or a link, and open it from there.")


class LaunchUntrusted(LaunchRefused):
    """Signature, audience, time, state or nonce is wrong (Security Framework 5.1.3)."""

    status = 401
    advice = _("We could not make sure that this message comes from your course.")


class ReviewOfNobody(LaunchMalformed):
    """A request for review that names no student, or no column (Submission Review 1.0, 3.2)."""

    title = _("The gradebook does not say whose work to show")
    advice = _(
        "Open it again from the line of one student. If that does not help, tell whoever looks "
        "after your learning platform."
    )


class ClocksDiffer(LaunchUntrusted):
    """The times of the message cannot be, by our clock."""

    title = _("Two clocks do not agree")
    advice = _(
        "The clock of your learning platform and ours differ by more than a minute. "
        "Tell whoever looks after the platform."
    )


class LaunchStale(LaunchRefused):
    """The message is too old."""

    status = 401
    advice = _("This page was open for too long, or was opened from a saved address.")


class LaunchUsed(LaunchStale):
    """The message came in already: the page was reloaded, or somebody kept a copy."""

    advice = _("This page was loaded again. For your safety each way in works once only.")


class LaunchUnbound(LaunchRefused):
    """Nothing tells that this is the browser that began the login, and no way is left to ask."""

    status = 401
    title = _("Your browser keeps this page apart from your course")
    advice = _("Allow cookies for this page, or open your course in another browser.")


class PlatformUnknown(LaunchRefused):
    """No registration or deployment fits."""

    status = 403
    title = _("This course is not connected yet")
    advice = _("Ask the person who looks after your learning platform to register Peer Circles.")


class PlatformWaiting(PlatformUnknown):
    """The registration waits for the operator's approval."""

    title = _("This platform waits for approval")
    advice = _(
        "It is registered, but whoever runs Peer Circles has not approved it yet. Ask them to."
    )


class PlatformOff(PlatformUnknown):
    """The registration, or this deployment of it, was switched off."""

    title = _("Peer Circles is switched off here")
    advice = _("Whoever runs Peer Circles has switched it off for this learning platform.")


class DeploymentUnknown(PlatformUnknown):
    """The platform is known, but not this installation of the tool."""

    title = _("This installation is not known yet")
    advice = _(
        "Your learning platform is connected, but Peer Circles was installed once more there. "
        "Ask whoever runs Peer Circles to add this deployment."
    )


class KeysUnreadable(LaunchRefused):
    """The platform's public keys could not be read, so no message of it can be checked."""

    status = 502
    title = _("Your learning platform does not show its keys")
    advice = _(
        "Without them nobody can come in. Try again in a minute, then tell who looks after it."
    )


class PlatformRefused(LaunchRefused):
    """The platform answered the sign-in with an error (OpenID Connect 3.1.2.6)."""

    status = 401
    advice = _("Your learning platform did not sign you in. Reload your course and try again.")


class NotSignedIn(PlatformRefused):
    """The platform does not know the person in this browser."""

    title = _("Your learning platform does not see you signed in")
    advice = _(
        "Sign in there again and open this from your course. "
        "If that does not help, allow cookies for your learning platform."
    )


class HintExpired(PlatformRefused):
    """The platform's own memory of this launch has ended: mostly a page that was reloaded."""

    advice = _("This page waited too long or was loaded again. Reload the page of your course.")


class KeyOff(PlatformRefused):
    """The platform has switched our registration off."""

    title = _("Your learning platform has switched Peer Circles off")
    advice = _("Ask the person who looks after it to switch the key of Peer Circles on.")


class RegistrationFailed(PeerCirclesError):
    """A platform could not be connected (Dynamic Registration 1.0); nothing was kept."""

    status = 400
    title = _("This platform could not be connected")
    advice = _("Begin again from your learning platform, with the address that you were given.")


class StrangerRefused(RegistrationFailed):
    """The address is not https, not public, or leads elsewhere."""

    advice = _(
        "The address that your learning platform gave is not a public https address, so we do "
        "not ask it. A platform inside a private network can be added by hand."
    )


class StrangerSilent(RegistrationFailed):
    """No usable answer: no connection, too slow, or without an end."""

    status = 502
    advice = _(
        "Your learning platform did not answer in time, or its answer had no end. "
        "Try again in a minute."
    )


class ConfigurationWrong(RegistrationFailed):
    """The configuration contradicts itself, or lacks what the standard asks for."""

    advice = _(
        "What your learning platform says about itself does not hold, so nothing was connected. "
        "It can be added by hand."
    )


class RegistrationDenied(RegistrationFailed):
    """The platform did not register us."""

    status = 502
    advice = _(
        "Your learning platform did not accept the registration. Often the page was open for "
        "too long: begin again from there."
    )


class RegistrationFull(RegistrationFailed):
    """Too many registrations wait for approval: of this platform, or of all."""

    status = 503
    title = _("Too many platforms wait for approval")
    advice = _("Ask whoever runs Peer Circles for an invitation: with one you need not wait.")


class VisitEnded(PeerCirclesError):
    """No valid visit stands behind this page."""

    status = 401
    title = _("Please open this again from your course")
    advice = _("This visit has ended. Nothing you wrote is lost.")


class NotAllowed(PeerCirclesError):
    """The visitor may not open this page."""

    status = 403
    title = _("This page is for somebody else")
    advice = _("Go back to your course. If you think you should see it, ask your teacher.")


class NotYours(NotAllowed):
    """A gradebook was opened at the line of somebody else, by who is no teacher."""

    title = _("This line is about somebody else")
    advice = _("How a student takes part is for them and their teachers. Open your own line.")


class NotHere(PeerCirclesError):
    """There is no such thing in this course."""

    status = 404
    title = _("There is nothing here")
    advice = _("It may have been moved or taken back. Go back to your course.")


class NotTakingPart(NotHere):
    """A gradebook asks about somebody who is no student of this course, as far as we know."""

    title = _("This person does not take part here yet")
    advice = _(
        "Students are known as soon as the course list is read, or when they open Peer Circles. "
        "Teachers and test students do not take part."
    )


class ChangedMeanwhile(PeerCirclesError):
    """Somebody else was faster; nothing was lost."""

    status = 409
    title = _("Somebody else changed this")
    advice = _("Look at the page as it is now, then do it again if it is still needed.")


class SurveyClosed(PeerCirclesError):
    """The window in which members answer is not open."""

    status = 409
    title = _("The survey is not open")
    advice = _("What you saved before is kept. Ask your teacher if you still want to change it.")


class SignUpClosed(PeerCirclesError):
    """The window in which members choose a circle is not open."""

    status = 409
    title = _("There is no circle to choose now")
    advice = _("Nothing was changed. Ask your teacher if you want to sit elsewhere.")


class PlatformTrouble(PeerCirclesError):
    """A service of the platform failed; nothing that is stored was changed."""

    status = 502
    advice = _("Your learning platform did not answer as it should. Nothing was changed.")


class PlatformBusy(PlatformTrouble):
    """Worth another try: throttled, 5xx, time limit, no connection.

    `retry_after` is the number of seconds the platform asked us to wait, if it did.
    """

    def __init__(self, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class PlatformNotNow(PlatformBusy):
    """Worth another try, and surely nothing was kept: throttled, or no token to be had."""


class PlatformSaysNo(PlatformTrouble):
    """Final: the platform refused the request for good.

    `http_status` is the platform's answer, for those who know what it means there.
    """

    def __init__(self, reason: str = "", *, http_status: int = 0) -> None:
        super().__init__(reason)
        self.http_status = http_status


class PlatformUnclear(PlatformTrouble):
    """What came back is not what the standard says."""
