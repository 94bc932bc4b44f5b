"""A platform could not be connected."""

from lti_tool.errors.family import PeerCirclesError, _


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
