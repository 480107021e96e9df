"""Reads messages with Python's email package, policy default. Lines of base64 in, lines of JSON out."""

import base64
import json
import sys
from email import message_from_bytes, policy


def people(message, name):
    field = message[name]
    if field is None:
        return []
    return [[each.display_name, each.addr_spec] for each in field.addresses]


def instant(message):
    field = message["date"]
    if field is None or field.datetime is None:
        return None
    return int(field.datetime.timestamp() * 1000)


def content(part):
    try:
        return part.get_content()
    except (KeyError, LookupError, UnicodeError) as error:
        return f"({type(error).__name__})"


def octets(part):
    if part.get_content_maintype() == "message":
        return None
    payload = part.get_payload(decode=True)
    return len(payload or b"")


def attachments(message):
    parts = message.iter_attachments() if message.is_multipart() else []
    return [[part.get_content_type(), octets(part)] for part in parts]


def attempt(read, fallback=None):
    try:
        return read()
    except Exception as error:  # Any: what this reader gives up is one of the facts compared.
        return fallback if fallback is not None else f"({type(error).__name__})"


def view(raw):
    message = message_from_bytes(raw, policy=policy.default)
    body = attempt(lambda: message.get_body(preferencelist=("plain",)), "")
    return {
        "subject": attempt(lambda: str(message["subject"] or "")),
        "from": attempt(lambda: people(message, "from")),
        "to": attempt(lambda: people(message, "to")),
        "date": attempt(lambda: instant(message), None),
        "text": None if body in (None, "") else attempt(lambda: content(body)),
        "attachments": attempt(lambda: attachments(message)),
    }


for line in sys.stdin:
    # ASCII, with lone surrogates escaped: an 8-bit octet that it could not decode.
    print(json.dumps(view(base64.b64decode(line))))
