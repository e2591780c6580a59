"""
Signs Schemathesis in, and gives it things to work with. A sign-in that a test ended (sign out, revoke a device) is
followed by another one; a path with ids of destinations or relays is given ones that exist half of the time.
"""

import json
import os
import random
import re
import urllib.request
import uuid

import schemathesis

URL = os.environ["NEUSTREAM_URL"]
ACCOUNT = {"email": os.environ["NEUSTREAM_EMAIL"], "password": os.environ["NEUSTREAM_PASSWORD"]}


def call(method, path, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def sign_in():
    return call("POST", "/api/auth/login", ACCOUNT)["token"]


@schemathesis.auth(refresh_interval=2)
class SignedIn:
    def get(self, case, context):
        return sign_in()

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def is_id(value):
    try:
        uuid.UUID(value)
        return True
    except ValueError:
        return False


def live_session():
    """A new source with a destination, live; gives what paths need of it."""
    token = sign_in()
    source = call("POST", "/api/sources", {"name": "Live"}, token)["source"]["id"]
    target = {"platform": "twitch", "name": "Twitch", "stream_key": "key"}
    destination = call("POST", f"/api/sources/{source}/destinations", target, token)["destination"]["id"]
    session = call("POST", f"/api/streams/active/{source}", {}, token)["session"]["id"]
    return {"destination": destination, "session": session}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    path = context.operation.path
    given = path_parameters or {}
    if "/relays/" not in path and "/destinations/{id}" not in path:
        return path_parameters
    if random.random() < 0.5 or not all(is_id(str(value)) for value in given.values()):
        return path_parameters
    made = live_session()
    if "/relays/" in path:
        return {"id": made["session"], "destinationId": made["destination"]}
    return {"id": made["destination"]}


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key is for one call that is meant; Schemathesis would give the same to several."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        case.headers["Idempotency-Key"] = key[:168] + uuid.uuid4().hex
