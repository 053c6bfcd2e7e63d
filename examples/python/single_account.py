from aws_cdk import Stack, aws_iam as iam
from cdk_cloudtrail_encryption import EncryptedTrail
from constructs import Construct


class AuditStack(Stack):
    """A trail whose logs one role of the account reads."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        auditor = iam.Role(self, "Auditor", assumed_by=iam.AccountRootPrincipal())
        EncryptedTrail(self, "Trail", readers=[auditor])
