"""
Signs Schemathesis in, and gives it things to work with. A sign-in that a test ended (sign out, revoke a device) is
followed by another one; a path with ids of destinations or relays is given ones that exist half of the time.
"""

import json
import os
import random
import re
import urllib.error
import urllib.request
import uuid

import schemathesis

URL = os.environ["NEUSTREAM_URL"]
ACCOUNT = {"email": os.environ["NEUSTREAM_EMAIL"], "password": os.environ["NEUSTREAM_PASSWORD"]}


def call(method, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
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


made = {}


def live_session():
    """A destination and the open session that sends to it; the same until a test has ended one of them."""
    try:
        session = call("GET", f"/api/streams/sessions/{made['session']}", token=made["token"])
        relays = [relay["destination_id"] for relay in session["relays"]]
        if session["ordered"] == "live" and made["destination"] in relays:
            return made
    except (KeyError, urllib.error.HTTPError):
        pass
    token = sign_in()
    source = call("POST", "/api/sources", {"name": "Live"}, token)["source"]["id"]
    target = {"platform": "twitch", "name": "Twitch", "stream_key": "key"}
    destination = call("POST", f"/api/sources/{source}/destinations", target, token)["destination"]["id"]
    session = call("POST", f"/api/streams/active/{source}", {}, token)["session"]["id"]
    made.update(token=token, destination=destination, session=session)
    return made


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    path = context.operation.path
    given = path_parameters or {}
    if "/relays/" not in path and "/destinations/{id}" not in path:
        return path_parameters
    if random.random() < 0.5 or not all(is_id(str(value)) for value in given.values()):
        return path_parameters
    live = live_session()
    if "/relays/" in path:
        return {"id": live["session"], "destinationId": live["destination"]}
    return {"id": live["destination"]}


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key is for one call that is meant; Schemathesis would give the same to several."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        case.headers["Idempotency-Key"] = key[:168] + uuid.uuid4().hex
