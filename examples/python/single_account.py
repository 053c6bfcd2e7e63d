from aws_cdk import Duration, Stack, aws_iam as iam, aws_s3 as s3
from cdk_cloudtrail_encryption import EncryptedTrail
from constructs import Construct


class AuditStack(Stack):
    """A trail whose logs one role of the account reads."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        auditor = iam.Role(self, "Auditor", assumed_by=iam.AccountRootPrincipal())
        EncryptedTrail(
            self,
            "Trail",
            readers=[auditor],
            send_to_cloud_watch_logs=True,
            # for a year nobody deletes a log file who may not bypass governance mode;
            # after seven years it expires
            object_lock_retention=s3.ObjectLockRetention.governance(Duration.days(365)),
            lifecycle_rules=[
                s3.LifecycleRule(
                    expiration=Duration.days(2555),
                    noncurrent_version_expiration=Duration.days(30),
                )
            ],
        )
