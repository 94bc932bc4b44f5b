"""Somebody could not come in."""

from lti_tool.errors.family import PeerCirclesError, _


class LaunchRefused(PeerCirclesError):
    """Somebody could not come in."""

    status = 400
    title = _("Please open this again from your course")

    registration_key: int | None = None
    """Whose login this launch answers, once its state has told."""


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
