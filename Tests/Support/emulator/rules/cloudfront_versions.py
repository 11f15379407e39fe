"""CloudFront: what it draws for ids and versions (ETags), and the version that a change or deletion names."""

import uuid


def drawn_id():
    return "E" + uuid.uuid4().hex[:13].upper()


def check_version(call, etag):
    """Source: CloudFront API reference, IfMatch; errors InvalidIfMatchVersion, PreconditionFailed."""
    if not call.param("IfMatch"):
        call.refuse("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    if call.param("IfMatch") != etag:
        call.refuse("PreconditionFailed", "The request failed because it didn't meet the preconditions in one or more request-header fields.", 412)
