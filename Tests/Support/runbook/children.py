"""What cannot bear tags, after it has left its template or is to be found elsewhere."""

from botocore.exceptions import ClientError

from .account import BUCKET, DOMAIN, SERVICES


def moved(account, expect):
    """The default route and the bucket policy have left the template; a host name, the city's network and the keys of the settings are new."""
    routes = [route.get("DestinationCidrBlock") for route in account.route_table()["Routes"]]
    expect.true("the default route is gone", "0.0.0.0/0" not in routes)
    expect.equal("the bucket's policy", _policy(account), None)
    connection = account.ec2.describe_vpn_connections(Filters=[{"Name": "state", "Values": ["available"]}])["VpnConnections"][0]
    expect.equal("routes to the city", [route["DestinationCidrBlock"] for route in connection["Routes"]], ["10.8.0.0/16"])
    hosts = {record["Name"].rstrip(".") for record in _records(account) if record["Type"] == "A"}
    expect.equal("host names", hosts, {"register.apps.example.org", *(host for app, (host, _) in SERVICES.items() if app != "registry-certs")})
    keys = {version["Key"] for version in account.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])}
    expect.equal("settings, in any version", keys, {f"{app}/settings.env" for app in SERVICES})
    marked = [tag for distribution in account.cloudfront.list_distributions()["DistributionList"]["Items"]
              for tag in account.cloudfront.list_tags_for_resource(Resource=distribution["ARN"])["Tags"]["Items"]]
    expect.true("no mark of what is gone is left", not any(tag["Value"].endswith("/.env") for tag in marked))


def _policy(account):
    try:
        return account.s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
    except ClientError:
        return None


def _records(account):
    zone = next(zone for zone in account.route53.list_hosted_zones()["HostedZones"] if zone["Name"] == f"{DOMAIN}.")
    return account.route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
