"""A page that somebody may not have, or not now."""

from lti_tool.errors.family import PeerCirclesError, _


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


class NotWholeCourse(NotAllowed):
    """The page is about everybody in the course; the platform limits this person to sections."""

    title = _("This page is about the whole course")
    advice = _(
        "Your learning platform lets you work with your own sections. How their students are "
        "doing, you find under “How groups are doing”."
    )


class NotHere(PeerCirclesError):
    """There is no such thing in this course."""

    status = 404
    title = _("There is nothing here")
    advice = _("It may have been moved or taken back. Go back to your course.")


class NotUsedHere(NotHere):
    """The page belongs to something that staff left out of this course."""

    title = _("This course does without it")
    advice = _(
        "Your teacher has switched this part off. What you wrote there stays yours: you find it "
        "under “What I wrote”."
    )


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
