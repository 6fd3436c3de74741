"""Ways out of the house: SMS over HTTP, e-mail over SMTP, a file. Small, and each with the same three promises.

A gateway is given the message's id as its key and must take a second message with the same key as the first one again.
It answers what it calls the message and how far it is; `Later` where nobody knows whether it went (try again, same
key); `Never` where trying again helps nothing. What is set up stands in `gateways.json` of the data directory, mode
0600, because it holds secrets:

    {"jargalant": {"sms": {"kind": "http", "url": "https://…", "status_url": "https://…/{id}", "token": "…"},
                   "email": {"kind": "smtp", "host": "…", "port": 587, "from": "…", "user": "…", "password": "…"}}}
"""

import http.client
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import NamedTuple

from server import config
from server.config import UnsafeSettings, is_own_machine

FILE, SENT_FILE = "gateways.json", "messages.ndjson"
TIMEOUT_S = 10
ANSWER_BYTES_MAX = 16_384
STATES = ("sent", "delivered", "failed")


class Later(Exception):
    """It may or may not have gone: to be tried again with the same key. The text is a code."""


class Never(Exception):
    """It will not go, however often. The text is a code."""


class Answer(NamedTuple):
    """What a gateway says of a message: its own id for it, and the state."""

    id: str
    state: str


Said = dict[str, str]
Gateway = Callable[[Said, str, str, str], Answer]  # what is set up, key, to, text


def known(tenant: str) -> dict[str, Said]:
    """Channel → how it is set up. Raises UnsafeSettings for a file that others can read, or that is none."""
    path = config.current().data_dir / FILE
    if not path.exists():
        return {}
    if path.stat().st_mode & 0o077:
        raise UnsafeSettings(f"{path} holds secrets: chmod 600 it.")
    try:
        found = json.loads(path.read_text()).get(tenant, {})
        return {channel: {name: str(value) for name, value in said.items()} for channel, said in found.items()}
    except (ValueError, AttributeError) as error:
        raise UnsafeSettings(f"{path} cannot be read as JSON.") from error


def send(said: Said, key: str, to: str, text: str) -> Answer:
    """Send one message by what is set up."""
    return _kinds[said.get("kind", "")](said, key, to, text)


def ask(said: Said, message: str) -> str | None:
    """How far a message is that the gateway took; None where it does not say."""
    if said.get("kind") != "http" or not said.get("status_url"):
        return None
    address = said["status_url"].replace("{id}", urllib.parse.quote(message, safe=""))
    try:
        return _read(_call(said, urllib.request.Request(_safe(address)))).state  # noqa: S310 - _safe has looked
    except (Later, Never):
        return None


def _http(said: Said, key: str, to: str, text: str) -> Answer:
    body = json.dumps({"key": key, "to": f"+976{to}", "text": text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    request = urllib.request.Request(_safe(said["url"]), data=body, headers=headers, method="POST")  # noqa: S310
    return _read(_call(said, request))


def _safe(url: str) -> str:
    found = urllib.parse.urlsplit(url)
    is_near = found.scheme == "http" and (is_own_machine(found.hostname or "") or found.hostname == "127.0.0.1")
    if found.scheme != "https" and not is_near:
        raise UnsafeSettings("A gateway is reached by https alone.")
    return url


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere is wrong (F60): the token is not for others."""

    def redirect_request(self, *_args: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _call(said: Said, request: urllib.request.Request) -> bytes:
    if said.get("token"):
        request.add_header("Authorization", f"Bearer {said['token']}")
    try:
        with _opener.open(request, timeout=float(said.get("timeout_s", TIMEOUT_S))) as answer:
            return answer.read(ANSWER_BYTES_MAX)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 409:  # it has the key already
                return error.read(ANSWER_BYTES_MAX)
        if error.code in (408, 425, 429) or error.code >= 500:
            raise Later(f"http-{error.code}") from None
        raise Never(f"http-{error.code}") from None
    except (OSError, http.client.HTTPException):  # refused, cut, timed out
        raise Later("no-answer") from None


def _read(raw: bytes) -> Answer:
    try:
        found = json.loads(raw)
        state = found.get("state", "sent")
        return Answer(str(found.get("id", ""))[:120], state if state in STATES else "sent")
    except (ValueError, AttributeError):
        raise Later("bad-answer") from None


def _smtp(said: Said, key: str, to: str, text: str) -> Answer:
    mail = EmailMessage()
    try:
        mail["From"], mail["To"] = said["from"], to
    except ValueError:
        raise Never("bad-address") from None
    mail["Subject"] = said.get("subject", text[:60])
    mail["Message-ID"] = f"<{key}@{said['from'].rpartition('@')[2]}>"
    mail.set_content(text)
    try:
        timeout = float(said.get("timeout_s", TIMEOUT_S))
        with smtplib.SMTP(said["host"], int(said.get("port", "587")), timeout=timeout) as server:
            if not is_own_machine(said["host"]) and said["host"] != "127.0.0.1":
                server.starttls(context=ssl.create_default_context())
            if said.get("user"):
                server.login(said["user"], said["password"])
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (Later if code < 500 else Never)(f"smtp-{code}") from None
    except smtplib.SMTPResponseException as error:
        raise (Later if error.smtp_code < 500 else Never)(f"smtp-{error.smtp_code}") from None
    except (OSError, smtplib.SMTPException):
        raise Later("no-answer") from None
    return Answer(mail["Message-ID"], "sent")


def _file(said: Said, key: str, to: str, text: str) -> Answer:
    """One line a message in a file that only we read, for whoever sends by hand or tries things out."""
    path = config.current().data_dir / SENT_FILE
    line = json.dumps({"key": key, "to": to, "text": text}, ensure_ascii=False) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)
    return Answer(key, "sent")


_kinds: dict[str, Gateway] = {"http": _http, "smtp": _smtp, "file": _file}
