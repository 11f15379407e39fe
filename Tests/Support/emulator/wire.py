"""Between bytes and the API model's shapes, with moto's and botocore's own parsers and serializers."""

import io
import uuid
import warnings

from botocore import parsers
from botocore.utils import parse_to_aware_datetime
from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.serialize import get_serializer_class


# Codes that the API model does not list are AWS's own too: it lists but a few.
warnings.filterwarnings("ignore", message=".*does not match an error shape.*")


class AWSError(ServiceException):
    """An error of ours. moto looks for the API model by the module of the class, so it must not be moto's own."""


class Answer:
    """An HTTP answer: status, headers and body."""

    def __init__(self, status, headers, body):
        self.status = int(status)
        self.headers = [(str(name), str(value)) for name, value in headers]
        self.body = body.encode("utf-8") if isinstance(body, str) else (body or b"")

    @property
    def ok(self):
        return 200 <= self.status < 300


def request_protocol(call):
    return determine_request_protocol(call.model, call.environ.get("CONTENT_TYPE", ""))


def parse_input(call):
    # A request of its own: moto may have read the stream of the first one, and a rule may have rewritten the body.
    request = Request({**call.environ, "wsgi.input": io.BytesIO(call.received), "CONTENT_LENGTH": str(len(call.received))})
    parser = PROTOCOL_PARSERS[request_protocol(call)](call.operation)
    return parser.parse({
        "method": request.method,
        "values": request.values,
        "headers": request.headers,
        "body": call.received,
        "url_path": request.path,
        "url_params": call.identity.url_params,
    })


def _serializer(call):
    return get_serializer_class(call.model.service_name, request_protocol(call))(operation_model=call.operation)


def _stamp(serialized, headers=()):
    """Gives every answer a request id of its own, in header and body."""
    request_id = str(uuid.uuid4())
    body = serialized["body"]
    if isinstance(body, str):
        body = body.replace("request-id", request_id)
    kept = {name: value for name, value in serialized["headers"].items() if value is not None}
    kept.setdefault("x-amzn-requestid", request_id)
    kept.update(dict(headers))
    return body, kept.items()


def write_answer(call, result, headers=()):
    """The answer that carries `result`, a dictionary by the API model's member names."""
    serialized = _serializer(call).serialize(result)
    body, all_headers = _stamp(serialized, headers)
    return Answer(serialized["status_code"], all_headers, body)


def identified(call, answer):
    """The answer with a request id in the header that the service uses, and the same in the body where moto left its placeholder."""
    names = {name.lower(): value for name, value in answer.headers}
    request_id = names.get("x-amzn-requestid") or str(uuid.uuid4())
    wanted = "x-amz-request-id" if call.service == "s3" else "x-amzn-requestid"
    if wanted not in names:
        answer.headers.append((wanted, request_id))
    answer.body = answer.body.replace(b">request-id<", f">{request_id}<".encode("ascii"))
    return answer


def write_refusal(call, refusal):
    """The answer that carries an error."""
    error = AWSError(refusal.code, refusal.message)
    for name, value in refusal.members.items():
        setattr(error, name, value)
    serialized = _serializer(call).serialize(error)
    body, headers = _stamp(serialized)
    return Answer(refusal.status, headers, body)


def _timestamp(value):
    return parse_to_aware_datetime(value)


def read_answer(call, answer):
    """An answer's body by the API model's member names."""
    protocol = request_protocol(call)
    parser = parsers.create_parser(protocol)
    parser._timestamp_parser = _timestamp
    headers = {name.lower(): value for name, value in answer.headers}
    parsed = parser.parse(
        {"headers": headers, "body": answer.body, "status_code": answer.status}, call.operation.output_shape)
    parsed.pop("ResponseMetadata", None)
    return parsed
