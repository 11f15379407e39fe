"""ACM."""

import hashlib

from moto.acm.models import CertBundle

from ..registry import after, before
from .route53 import plain


def _details(call):
    return call.box("certificates")


def _validated(call, arn):
    """Whether each validation record of a certificate is in a hosted zone of the account."""
    names = {plain(record.name) for zone in call.backend_of("route53").zones.values() for record in zone.rrsets if record.type == "CNAME"}
    return all(plain(record["Name"]) in names for record in _details(call)[arn]["records"].values())


def _record(domain):
    """The validation record of a domain; a wildcard shares that of its parent."""
    base = domain.removeprefix("*.")
    digest = hashlib.sha256(base.encode()).hexdigest()
    return {"Name": f"_{digest[:32]}.{base}.", "Type": "CNAME", "Value": f"_{digest[32:]}.emulated.acm-validations.aws."}


@before("acm", "RequestCertificate")
def a_request_is_proper(call):
    """Domain names are patterned, and the token too.
    Source: ACM API reference, RequestCertificate; errors ValidationException, InvalidDomainValidationOptionsException.
    """
    names = [call.param("DomainName"), *call.param("SubjectAlternativeNames", [])]
    for option in call.param("DomainValidationOptions", []):
        if option["DomainName"] not in names:
            call.refuse("InvalidDomainValidationOptionsException", "The domain name in the options is not that of the certificate")
    call.notes["known"] = set(call.backend._certificates)


@after("acm", "RequestCertificate")
def a_certificate_waits_for_validation(call, answer):
    """A requested certificate is PENDING_VALIDATION until it is validated, and keeps its key algorithm and options.
    Source: ACM API reference, CertificateDetail.Status, KeyAlgorithm; botocore waiter certificate_validated.
    """
    arn = answer["CertificateArn"]
    if arn in call.notes["known"]:
        return
    certificate = call.backend._certificates[arn]
    names = list(dict.fromkeys([call.param("DomainName"), *call.param("SubjectAlternativeNames", [])]))
    _details(call)[arn] = {"names": names, "method": call.param("ValidationMethod", "EMAIL"), "algorithm": call.param("KeyAlgorithm", "RSA_2048"),
                           "records": {name: _record(name) for name in names}, "left": call.config["certificate_issued"]}
    certificate.status = "PENDING_VALIDATION"


def _step(call, arn):
    """One read of a certificate: issued once the record is there, or, unless that is demanded, after some reads."""
    certificate, details = call.backend._certificates.get(arn), _details(call).get(arn)
    if certificate is None or details is None or certificate.status != "PENDING_VALIDATION":
        return
    if _validated(call, arn) or (details["left"] <= 0 and not call.config["certificate_needs_record"]):
        certificate.status = "ISSUED"
    details["left"] -= 1


def users(call, arn):
    """What uses a certificate: listeners, and distributions."""
    used = []
    for balancer in call.backend_of("elbv2").load_balancers.values():
        if any(arn in listener.certificates for listener in balancer.listeners.values()):
            used.append(balancer.arn)
    for distribution in call.global_box("distributions").values():
        if distribution["config"].get("ViewerCertificate", {}).get("ACMCertificateArn") == arn:
            used.append(distribution["arn"])
    return used


@before("acm", "DescribeCertificate", "ListCertificates")
def certificates_are_issued(call):
    """Each read brings a certificate nearer to ISSUED.
    Source: ACM user guide, "DNS validation".
    """
    for arn in [call.param("CertificateArn")] if call.action == "DescribeCertificate" else list(call.backend._certificates):
        _step(call, arn)
    if call.action == "ListCertificates" and call.params:
        call.rewrite_json(Includes=None, CertificateStatuses=None)  # the rule below filters, knowing the algorithm asked for
    for certificate in call.backend._certificates.values():
        certificate.in_use_by = users(call, certificate.arn)


@after("acm", "DescribeCertificate")
def a_certificate_tells_its_validation(call, answer):
    """Each name tells its validation record and how far it is; key algorithm and options are those asked for.
    Source: ACM API reference, CertificateDetail, DomainValidation.
    """
    told = answer["Certificate"]
    certificate, details = call.backend._certificates[told["CertificateArn"]], _details(call).get(told["CertificateArn"])
    told["Status"] = certificate.status
    if details is None:
        return
    told["KeyAlgorithm"], told["SubjectAlternativeNames"] = details["algorithm"], list(details["names"])
    told["DomainName"] = details["names"][0]
    told["RenewalEligibility"] = "ELIGIBLE" if told["InUseBy"] else "INELIGIBLE"
    status = "SUCCESS" if certificate.status == "ISSUED" else "PENDING_VALIDATION"
    told["DomainValidationOptions"] = [
        {"DomainName": name, "ValidationDomain": name, "ValidationStatus": status, "ValidationMethod": details["method"],
         **({"ResourceRecord": record} if details["method"] == "DNS" else {})} for name, record in details["records"].items()]
    if certificate.status != "ISSUED":
        for member in ("IssuedAt", "NotBefore", "NotAfter", "Serial"):
            told.pop(member, None)


@after("acm", "ListCertificates")
def lists_tell_what_was_asked_for(call, answer):
    """The list tells name, status and key algorithm; other keys than RSA_2048 and RSA_1024 only when asked for.
    Source: ACM API reference, ListCertificates, Includes, Filters.keyTypes.
    """
    wanted = call.param("Includes.keyTypes") or ["RSA_1024", "RSA_2048"]
    told = []
    for item in answer.get("CertificateSummaryList") or []:
        details = _details(call).get(item["CertificateArn"])
        if details:
            item["KeyAlgorithm"], item["DomainName"] = details["algorithm"], details["names"][0]
        item["Status"] = call.backend._certificates[item["CertificateArn"]].status
        if item.get("KeyAlgorithm", "RSA_2048") in wanted and item["Status"] in call.param("CertificateStatuses", [item["Status"]]):
            told.append(item)
    answer["CertificateSummaryList"] = told


@before("acm", "DeleteCertificate")
def a_certificate_in_use_stays(call):
    """A certificate that a listener or distribution uses cannot be deleted.
    Source: ACM API reference, DeleteCertificate; error ResourceInUseException.
    """
    arn = call.param("CertificateArn")
    used = users(call, arn)
    if arn in call.backend._certificates and used:
        call.refuse("ResourceInUseException", f"Certificate {arn} in account {call.account} is in use.")


@before("acm", "UpdateCertificateOptions")
def options_can_change(call):
    """The transparency-logging preference of a certificate can change.
    Source: ACM API reference, UpdateCertificateOptions; moto lacks it.
    """
    certificate = call.backend._certificates.get(call.param("CertificateArn"))
    if not isinstance(certificate, CertBundle):
        call.refuse("ResourceNotFoundException", f"Could not find certificate {call.param('CertificateArn')}.")
    certificate.cert_options.update(call.param("Options", {}))
    return {}


@before("acm", "DeleteCertificate")
def a_deleted_certificate_gives_its_token_back(call):
    """moto fails on a token whose certificate has been deleted; AWS issues a new one.
    Source: ACM API reference, RequestCertificate, IdempotencyToken; moto raises KeyError.
    """
    tokens = call.backend._idempotency_tokens
    for token in [token for token, entry in tokens.items() if entry["arn"] == call.param("CertificateArn")]:
        del tokens[token]
