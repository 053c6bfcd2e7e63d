from aws_cdk import CfnOutput, Stack, aws_iam as iam
from cdk_cloudtrail_encryption import EncryptedEventDataStore
from constructs import Construct


class EventsStack(Stack):
    """An event data store that one role of the account queries."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        analyst = iam.Role(self, "Analyst", assumed_by=iam.AccountRootPrincipal())
        store = EncryptedEventDataStore(
            self,
            "Store",
            users=[analyst],
            # second deploy: the ARN that the first one printed,
            # so that only this store can use the key
            # event_data_store_arns=["arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555"],
        )
        CfnOutput(self, "EventDataStoreArn", value=store.event_data_store_arn)
