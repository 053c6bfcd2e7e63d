from aws_cdk import Duration, Stack, aws_iam as iam, aws_s3 as s3
from cdk_cloudtrail_encryption import (
    CloudTrailEncryptionKey,
    EncryptedTrail,
    LogReaderPolicy,
    LogReaderRole,
    TrailLogBucket,
)
from constructs import Construct


class LogsStack(Stack):
    """The account that keeps the logs.

    It lets another account say who of its own reads them.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bucket_name: str,
        reader_account: str,
        audit_firm: str,
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)

        encryption_key = CloudTrailEncryptionKey(self, "Key", alias="alias/cloudtrail")
        self.key_alias_arn = encryption_key.alias_arn

        log_bucket = TrailLogBucket(
            self,
            "Bucket",
            encryption_key=encryption_key,
            bucket_name=bucket_name,
            object_lock_retention=s3.ObjectLockRetention.governance(Duration.days(365)),
            lifecycle_rules=[
                s3.LifecycleRule(
                    expiration=Duration.days(2555),
                    noncurrent_version_expiration=Duration.days(30),
                )
            ],
        )
        EncryptedTrail(
            self,
            "Trail",
            log_bucket=log_bucket,
            reader_accounts=[reader_account],
            send_to_cloud_watch_logs=True,
        )

        # an account of somebody else comes in through a role
        LogReaderRole(
            self,
            "AuditFirm",
            log_bucket=log_bucket,
            trusted_accounts=[audit_firm],
            external_id="audit-firm-7f3a",
            role_name="CloudTrailReadRole",
        )


class ReadersStack(Stack):
    """The readers' account, which says who of its own reads.

    The name of the bucket and the alias of the key are all that it knows of the other.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bucket_name: str,
        key_alias_arn: str,
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)

        analyst = iam.Role(self, "Analyst", assumed_by=iam.AccountRootPrincipal())
        LogReaderPolicy(
            self,
            "ReadLogs",
            key_alias_arn=key_alias_arn,
            bucket_name=bucket_name,
            roles=[analyst],
        )
