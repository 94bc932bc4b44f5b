"""The way to the mail server (SMTP, RFC 5321), and how a reminder is written for it (RFC 5322)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from lti_tool.db import utcnow
from lti_tool.reminders.words import Reminder
from lti_tool.settings import is_loopback

PATIENCE = 20.0
"""Seconds that a mail server gets for an answer."""
REFUSED = range(500, 600)
"""Answers that are final (RFC 5321, 4.2.1)."""


class PostTrouble(Exception):
    """The server was not reached, or asks for patience: try again later."""


class AddressRefused(Exception):
    """The server will never take this reminder."""


@contextmanager
def open_post(url: str) -> Iterator[smtplib.SMTP]:
    """A connection to the server at `smtp://` or `smtps://`.

    It is encrypted where the server can; where we log in, always, but on this machine. Raises
    PostTrouble.
    """
    try:
        post = _connected(url)
    except (OSError, smtplib.SMTPException) as error:
        raise PostTrouble(type(error).__name__) from error
    with post:
        yield post


def send(post: smtplib.SMTP, reminder: Reminder, *, sender: str) -> None:
    """Hand one reminder over; raises PostTrouble or AddressRefused."""
    try:
        post.send_message(_message(reminder, sender))
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (AddressRefused if code in REFUSED else PostTrouble)(str(code)) from None
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code in REFUSED and isinstance(error, smtplib.SMTPDataError)
        raise (AddressRefused if is_final else PostTrouble)(str(error.smtp_code)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise PostTrouble(type(error).__name__) from None


def _connected(url: str) -> smtplib.SMTP:
    parts, secure = urlsplit(url), ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        post: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=PATIENCE, context=secure
        )
    else:
        post = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
        if post.has_extn("starttls") or (post.ehlo()[0] and post.has_extn("starttls")):
            post.starttls(context=secure)
        elif parts.username and not is_loopback(host):
            raise smtplib.SMTPNotSupportedError("no encryption, so no password is sent")
    if parts.username:
        post.login(unquote(parts.username), unquote(parts.password or ""))
    return post


def _message(reminder: Reminder, sender: str) -> EmailMessage:
    """Plain text; one click ends all reminders without a page (RFC 8058)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, reminder.to, reminder.subject
    message["Date"] = format_datetime(utcnow())
    message["Message-ID"] = f"<{reminder.name}@{parseaddr(sender)[1].partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{reminder.off}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(reminder.text)
    message["Content-Language"] = reminder.language
    return message
