"""CloudFront, Route 53 and ACM."""

import json

from .harness import EmulatorTest, client, plumb


class DistributionTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.cloudfront = client("cloudfront")

    def config(self, reference="r", **more):
        return {"CallerReference": reference, "Comment": "c", "Enabled": True, "Origins": {"Quantity": 1, "Items": [
            {"Id": "o", "DomainName": "o.example.com", "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"},
             "CustomHeaders": {"Quantity": 1, "Items": [{"HeaderName": "Host", "HeaderValue": "a.example.com"}]}}]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                                     "FunctionAssociations": {"Quantity": 1, "Items": [{"FunctionARN": "arn:aws:cloudfront::1:function/f",
                                                                                        "EventType": "viewer-request"}]}}, **more}

    def create(self, **more):
        return self.cloudfront.create_distribution_with_tags(DistributionConfigWithTags={
            "DistributionConfig": self.config(**more), "Tags": {"Items": [{"Key": "a", "Value": "b"}]}})

    def test_it_is_deployed_slowly_and_told_whole(self):
        made = self.create()["Distribution"]
        read = lambda: self.cloudfront.get_distribution(Id=made["Id"])  # noqa: E731
        told = self.reads(3, read)
        self.assertEqual([one["Distribution"]["Status"] for one in told], ["InProgress", "InProgress", "Deployed"])
        config = told[0]["Distribution"]["DistributionConfig"]
        self.assertEqual(config["DefaultCacheBehavior"]["FunctionAssociations"]["Quantity"], 1)
        self.assertEqual((config["PriceClass"], config["Origins"]["Items"][0]["CustomOriginConfig"]["OriginReadTimeout"]), ("PriceClass_All", 30))
        listed = self.cloudfront.list_distributions()["DistributionList"]["Items"][0]
        self.assertEqual((listed["Comment"], listed["Origins"]["Items"][0]["Id"]), ("c", "o"))
        self.assertEqual(self.cloudfront.list_tags_for_resource(Resource=made["ARN"])["Tags"]["Items"], [{"Key": "a", "Value": "b"}])

    def test_a_caller_reference_is_used_once(self):
        self.create()
        self.refused("DistributionAlreadyExists", self.create)

    def test_changes_name_their_version(self):
        made = self.create()
        identifier = made["Distribution"]["Id"]
        self.refused("PreconditionFailed", self.cloudfront.update_distribution, Id=identifier, IfMatch="x", DistributionConfig=self.config())
        self.refused("DistributionNotDisabled", self.cloudfront.delete_distribution, Id=identifier, IfMatch=made["ETag"])
        changed = self.cloudfront.update_distribution(Id=identifier, IfMatch=made["ETag"], DistributionConfig={**self.config(), "Enabled": False})
        self.assertNotEqual(changed["ETag"], made["ETag"])
        self.refused("DistributionNotDisabled", self.cloudfront.delete_distribution, Id=identifier, IfMatch=changed["ETag"])
        self.reads(3, lambda: self.cloudfront.get_distribution(Id=identifier))
        self.refused("PreconditionFailed", self.cloudfront.delete_distribution, Id=identifier, IfMatch=made["ETag"])
        self.cloudfront.delete_distribution(Id=identifier, IfMatch=changed["ETag"])
        self.refused("NoSuchDistribution", self.cloudfront.get_distribution, Id=identifier)
        self.assertEqual(self.cloudfront.list_distributions()["DistributionList"]["Quantity"], 0)

    def test_names_need_a_certificate_and_are_taken_once(self):
        aliases = {"Aliases": {"Quantity": 1, "Items": ["a.example.com"]}}
        self.refused("InvalidViewerCertificate", self.create, **aliases)
        acm = client("acm")
        arn = acm.request_certificate(DomainName="a.example.com", ValidationMethod="DNS")["CertificateArn"]
        certificate = {"ViewerCertificate": {"ACMCertificateArn": arn, "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.2_2021"}}
        self.refused("InvalidViewerCertificate", self.create, **aliases, **certificate)
        self.reads(3, lambda: acm.describe_certificate(CertificateArn=arn))
        self.create(**aliases, **certificate)
        self.refused("CNAMEAlreadyExists", self.create, reference="s", **aliases, **certificate)
        self.refused("ResourceInUseException", acm.delete_certificate, CertificateArn=arn)

    def test_policies_tell_access_identities_by_arn(self):
        made = self.cloudfront.create_cloud_front_origin_access_identity(
            CloudFrontOriginAccessIdentityConfig={"CallerReference": "p", "Comment": "c"})["CloudFrontOriginAccessIdentity"]
        s3 = client("s3")
        s3.create_bucket(Bucket="told")
        given = {"CanonicalUser": [made["S3CanonicalUserId"], "f" * 64]}
        s3.put_bucket_policy(Bucket="told", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": given, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::told/*"}]}))
        told = json.loads(s3.get_bucket_policy(Bucket="told")["Policy"])["Statement"][0]["Principal"]
        self.assertEqual(told, {"CanonicalUser": ["f" * 64],
                                "AWS": f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {made['Id']}"})

    def test_access_identities_are_made_once_and_stay_while_used(self):
        given = {"CallerReference": "i", "Comment": "c"}

        def make(**more):
            return self.cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig={**given, **more})
        made = make()
        known = {"Id": made["CloudFrontOriginAccessIdentity"]["Id"]}
        self.assertEqual(make()["CloudFrontOriginAccessIdentity"]["Id"], known["Id"])
        self.refused("CloudFrontOriginAccessIdentityAlreadyExists", make, Comment="d")
        listed = self.cloudfront.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]["Items"]
        self.assertEqual([sorted(one) for one in listed], [["Comment", "Id", "S3CanonicalUserId"]])
        self.refused("PreconditionFailed", self.cloudfront.update_cloud_front_origin_access_identity, **known, IfMatch="E0",
                     CloudFrontOriginAccessIdentityConfig=given)
        self.refused("IllegalUpdate", self.cloudfront.update_cloud_front_origin_access_identity, **known, IfMatch=made["ETag"],
                     CloudFrontOriginAccessIdentityConfig={**given, "CallerReference": "j"})
        changed = self.cloudfront.update_cloud_front_origin_access_identity(
            **known, IfMatch=made["ETag"], CloudFrontOriginAccessIdentityConfig={**given, "Comment": "d"})
        self.assertEqual(self.cloudfront.get_cloud_front_origin_access_identity(**known)["ETag"], changed["ETag"])

        def origins(identity):
            return {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "b.s3.amazonaws.com",
                                              "S3OriginConfig": {"OriginAccessIdentity": f"origin-access-identity/cloudfront/{identity}"}}]}
        self.refused("InvalidOriginAccessIdentity", self.cloudfront.create_distribution,
                     DistributionConfig=self.config(Origins=origins("E0"), Enabled=False))
        self.cloudfront.create_distribution(DistributionConfig=self.config(Origins=origins(known["Id"]), Enabled=False))
        self.refused("CloudFrontOriginAccessIdentityInUse", self.cloudfront.delete_cloud_front_origin_access_identity, **known, IfMatch=changed["ETag"])
        unused = make(CallerReference="k")
        gone = {"Id": unused["CloudFrontOriginAccessIdentity"]["Id"], "IfMatch": unused["ETag"]}
        self.cloudfront.delete_cloud_front_origin_access_identity(**gone)
        self.refused("NoSuchCloudFrontOriginAccessIdentity", self.cloudfront.delete_cloud_front_origin_access_identity, **gone)


class ZoneTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.route53 = client("route53")
        self.zone = self.route53.create_hosted_zone(Name="example.com", CallerReference="r")["HostedZone"]["Id"]

    def change(self, action, name, kind="A", values=("192.0.2.1",), ttl=60):
        return self.route53.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch={"Changes": [
            {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": one} for one in values]}}]})

    def refuse(self, *change, **more):
        self.refused("InvalidChangeBatch", lambda: self.change(*change, **more))

    def test_a_caller_reference_is_used_once(self):
        self.refused("HostedZoneAlreadyExists", self.route53.create_hosted_zone, Name="example.com", CallerReference="r")

    def test_a_change_is_pending_first(self):
        info = self.change("CREATE", "a.example.com")["ChangeInfo"]
        self.assertEqual(info["Status"], "PENDING")
        self.assertEqual(self.reads(2, lambda: self.route53.get_change(Id=info["Id"])["ChangeInfo"]["Status"]), ["PENDING", "INSYNC"])
        self.refused("NoSuchChange", self.route53.get_change, Id="/change/x")

    def test_batches_are_checked(self):
        self.change("CREATE", "a.example.com")
        self.refuse("CREATE", "a.example.com")
        self.refuse("CREATE", "a.example.com", kind="CNAME", values=["b.example.com"])
        self.refuse("CREATE", "example.com", kind="CNAME", values=["b.example.com"])
        self.refuse("CREATE", "b.example.com", values=["nonsense"])
        self.refuse("CREATE", "a.example.org")
        self.refuse("DELETE", "a.example.com", values=["192.0.2.9"])
        self.refuse("DELETE", "z.example.com")
        self.refused("HostedZoneNotEmpty", self.route53.delete_hosted_zone, Id=self.zone)
        self.change("DELETE", "a.example.com.")
        self.route53.delete_hosted_zone(Id=self.zone)

    def test_stars_are_escaped(self):
        self.change("CREATE", "*.example.com")
        names = [one["Name"] for one in self.route53.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]]
        self.assertIn("\\052.example.com.", names)
        self.change("DELETE", "*.example.com")

    def test_names_are_lower_case(self):
        zone = self.route53.create_hosted_zone(Name="Example.ORG.", CallerReference="s")["HostedZone"]
        self.assertEqual(zone["Name"], "example.org.")
        self.zone = zone["Id"]
        self.change("CREATE", "*.App.Example.Org", kind="TXT", values=['"Kept As It Is"'])
        told = self.route53.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        record = next(one for one in told if one["Type"] == "TXT")
        self.assertEqual((record["Name"], record["ResourceRecords"]), ("\\052.app.example.org.", [{"Value": '"Kept As It Is"'}]))
        self.change("DELETE", "*.APP.example.org", kind="TXT", values=['"Kept As It Is"'])


class CertificateTests(EmulatorTest):
    def test_it_is_issued_once_validated(self):
        plumb("post", "config", {"certificate_needs_record": True})
        acm, route53 = client("acm"), client("route53")
        arn = acm.request_certificate(DomainName="a.example.com", SubjectAlternativeNames=["*.a.example.com"], ValidationMethod="DNS",
                                      KeyAlgorithm="EC_prime256v1")["CertificateArn"]
        read = lambda: acm.describe_certificate(CertificateArn=arn)["Certificate"]  # noqa: E731
        told = self.reads(5, read)[4]
        self.assertEqual((told["Status"], told["KeyAlgorithm"]), ("PENDING_VALIDATION", "EC_prime256v1"))
        records = {option["ResourceRecord"]["Name"]: option["ResourceRecord"]["Value"] for option in told["DomainValidationOptions"]}
        self.assertEqual(len(records), 1)
        zone = route53.create_hosted_zone(Name="example.com", CallerReference="r")["HostedZone"]["Id"]
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": {
            "Name": name, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": value}]}} for name, value in records.items()]})
        self.assertEqual(read()["Status"], "ISSUED")
        self.assertEqual(acm.list_certificates()["CertificateSummaryList"], [])
        self.assertEqual(len(acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})["CertificateSummaryList"]), 1)

    def test_options_can_change(self):
        acm = client("acm")
        arn = acm.request_certificate(DomainName="a.example.com", ValidationMethod="DNS")["CertificateArn"]
        acm.update_certificate_options(CertificateArn=arn, Options={"CertificateTransparencyLoggingPreference": "DISABLED"})
        self.assertEqual(acm.describe_certificate(CertificateArn=arn)["Certificate"]["Options"]["CertificateTransparencyLoggingPreference"], "DISABLED")
