"""Calls the library, mostly wrongly, and writes what it answers to answers.json."""

import json

from aws_cdk import App, Environment, Stack, aws_iam as iam
from cdk_cloudtrail_encryption import (
    CloudTrailEncryptionKey,
    EncryptedTrail,
    KeyPolicyAudit,
    TrailIdentity,
)

TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit"
KEY_OF_ANOTHER_REGION = "arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012"
OPEN_POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}


def identity(trail_name, account_id):
    return TrailIdentity(trail_name=trail_name, account_id=account_id, region="eu-central-1")


def service():
    return iam.ServicePrincipal("lambda.amazonaws.com")


def key_of_another_region(app, stack):
    encryption_key = CloudTrailEncryptionKey.from_key_arn(stack, "Key", KEY_OF_ANOTHER_REGION)
    return EncryptedTrail(stack, "Trail", encryption_key=encryption_key)


def taken_statement_id(app, stack):
    trail = EncryptedTrail(stack, "Trail")
    trail.encryption_key.key.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AllowCloudTrailAccess",
            actions=["kms:DescribeKey"],
            resources=["*"],
            principals=[iam.AccountPrincipal("222222222222")],
        )
    )
    return app.synth()


def audit(app, stack):
    found = KeyPolicyAudit.of_policy(
        OPEN_POLICY,
        account_id="111111111111",
        region="eu-central-1",
        trail_arns=[TRAIL_ARN],
    )
    return "\n".join(f"{finding.rule}: {finding.message}" for finding in found.findings)


CALLS = {
    "an account id of 11 digits": lambda app, stack: identity("audit", "11111111111"),
    "two mistakes in one call": lambda app, stack: identity("a", "11111111111"),
    "the ARN of a bucket as that of a trail": lambda app, stack: TrailIdentity.from_trail_arn("arn:aws:s3:::audit-logs"),
    "a service as a reader": lambda app, stack: EncryptedTrail(stack, "Trail", readers=[service()]),
    "a service as a reader, afterwards": lambda app, stack: EncryptedTrail(stack, "Trail").grant_read(service()),
    "an encryption key of another Region": key_of_another_region,
    "a statement id that is taken, at synthesis": taken_statement_id,
    "an audit of an open policy": audit,
    # what no compiler refuses here
    "a number as a name": lambda app, stack: identity(1, "111111111111"),
    "a text as readers": lambda app, stack: EncryptedTrail(stack, "Trail", readers="Auditor"),
    "a text as a reader": lambda app, stack: EncryptedTrail(stack, "Trail", readers=["Auditor"]),
    "nothing as a reader": lambda app, stack: EncryptedTrail(stack, "Trail", readers=[None]),
    "a stack as a reader": lambda app, stack: EncryptedTrail(stack, "Trail", readers=[stack]),
    "a stack as a key": lambda app, stack: EncryptedTrail(stack, "Trail", encryption_key=stack),
    "nothing wrong, after all this": lambda app, stack: TrailIdentity.from_trail_arn(TRAIL_ARN).account_id,
}


def answer(call):
    app = App()
    stack = Stack(app, "Audit", env=Environment(account="111111111111", region="eu-central-1"))
    try:
        return str(call(app, stack))
    except Exception as error:
        return str(error)


with open("answers.json", "w", encoding="utf-8") as file:
    json.dump({name: answer(call) for name, call in CALLS.items()}, file)
