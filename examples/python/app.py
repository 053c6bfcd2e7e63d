from aws_cdk import App, Environment

from cross_account_readers import LogsStack, ReadersStack
from event_data_store import EventsStack
from single_account import AuditStack

LOG_ACCOUNT = "111111111111"
READER_ACCOUNT = "222222222222"
AUDIT_FIRM = "333333333333"
REGION = "eu-central-1"
BUCKET_NAME = "audit-logs-111111111111"

app = App()

AuditStack(app, "Audit")

logs = LogsStack(
    app,
    "Logs",
    bucket_name=BUCKET_NAME,
    reader_account=READER_ACCOUNT,
    audit_firm=AUDIT_FIRM,
    env=Environment(account=LOG_ACCOUNT, region=REGION),
)
ReadersStack(
    app,
    "Readers",
    bucket_name=BUCKET_NAME,
    key_alias_arn=logs.key_alias_arn,
    env=Environment(account=READER_ACCOUNT, region=REGION),
)

EventsStack(app, "Events")

app.synth()
