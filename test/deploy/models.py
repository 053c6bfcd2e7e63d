"""Models for CloudFormation of the types of resources that the examples have, in the place of what moto lacks.

They do what CloudFormation does: they call the services.
"""

import inspect
import json
from functools import cache

import boto3
from moto.cloudformation.exceptions import ValidationError
from moto.moto_api._internal import mock_random


@cache
def client(service, account, region):
    """A client with credentials of an account: moto knows accounts by the keys that it gave out, and gives them for every role that is asked for."""
    role = f"arn:aws:iam::{account}:role/cloudformation"
    credentials = boto3.client("sts", region_name=region).assume_role(RoleArn=role, RoleSessionName="cloudformation")["Credentials"]
    return boto3.client(
        service,
        region_name=region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def called(what, function, properties):
    """Calls a function with properties as its parameters, unless it does not know one of them."""
    try:
        inspect.signature(function).bind(**properties)
    except TypeError as error:
        raise ValidationError(message=f"{what} of test/deploy/models.py {error}")
    return function(**properties)


class Resource:
    """A resource of a stack. The parameters of `put` are the properties that it may have, under CloudFormation's names and with its defaults.

    Any other fails, and so does a type without a model. What is accepted and left out has a comment that says so, and a line in docs/testing.md.
    """

    physical_resource_id = None

    def __init__(self, account, region, generated_name):
        self.account = account
        self.region = region
        self.generated_name = generated_name

    def client(self, service):
        return client(service, self.account, self.region)

    def put(self):
        """Makes the resource if it has no id yet, and brings it to what the properties say."""
        raise NotImplementedError

    def remove(self):
        raise NotImplementedError

    def attributes(self):
        """What Fn::GetAtt gives."""
        return {}

    def put_template(self, template):
        called(template["Type"], self.put, template["Properties"])
        return self

    # what moto calls

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        return cls(account_id, region_name, resource_name).put_template(cloudformation_json)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        before = original_resource.physical_resource_id
        if original_resource.put_template(cloudformation_json).physical_resource_id != before:
            raise ValidationError(message=f"test/deploy/models.py cannot replace {before}")
        return original_resource

    def delete(self, account_id, region_name):
        self.remove()

    def get_cfn_attribute(self, attribute_name):
        return self.attributes()[attribute_name]

    @classmethod
    def has_cfn_attr(cls, attr):
        return True


class Key(Resource):
    def put(self, KeyPolicy, Description="", EnableKeyRotation=False, MultiRegion=False, PendingWindowInDays=30):
        kms = self.client("kms")
        if self.physical_resource_id is None:
            self.metadata = kms.create_key(Description=Description, MultiRegion=MultiRegion)["KeyMetadata"]
            self.physical_resource_id = self.metadata["KeyId"]
        self.pending_window = PendingWindowInDays
        kms.put_key_policy(KeyId=self.physical_resource_id, PolicyName="default", Policy=json.dumps(KeyPolicy))
        (kms.enable_key_rotation if EnableKeyRotation else kms.disable_key_rotation)(KeyId=self.physical_resource_id)

    def remove(self):
        self.client("kms").schedule_key_deletion(KeyId=self.physical_resource_id, PendingWindowInDays=self.pending_window)

    def attributes(self):
        return {"Arn": self.metadata["Arn"], "KeyId": self.physical_resource_id}


class Bucket(Resource):
    def put(
        self,
        BucketEncryption,
        PublicAccessBlockConfiguration,
        BucketName=None,
        LifecycleConfiguration=None,
        ObjectLockConfiguration=None,
        ObjectLockEnabled=False,
        OwnershipControls=None,
        VersioningConfiguration=None,
        # left out: moto wants the policy of the bucket for the access logs first, which names this bucket
        LoggingConfiguration=None,
        # left out: only the bucket of `cdk bootstrap` has it
        AccessControl=None,
    ):
        s3 = self.client("s3")
        name = BucketName or self.physical_resource_id or self.generated_name
        if name != self.physical_resource_id:
            s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": self.region}, ObjectLockEnabledForBucket=ObjectLockEnabled)
            self.physical_resource_id = name
        rules = [
            {("Apply" + key if key == "ServerSideEncryptionByDefault" else key): value for key, value in rule.items()}
            for rule in BucketEncryption["ServerSideEncryptionConfiguration"]
        ]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=PublicAccessBlockConfiguration)
        if OwnershipControls:
            s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=OwnershipControls)
        if VersioningConfiguration:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=VersioningConfiguration)
        if ObjectLockConfiguration:
            s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=ObjectLockConfiguration)
        if LifecycleConfiguration:
            rules = [called("a lifecycle rule", lifecycle_rule, rule) for rule in LifecycleConfiguration["Rules"]]
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})

    def remove(self):
        self.client("s3").delete_bucket(Bucket=self.physical_resource_id)

    def attributes(self):
        name = self.physical_resource_id
        return {"Arn": f"arn:aws:s3:::{name}", "RegionalDomainName": f"{name}.s3.{self.region}.amazonaws.com"}


def lifecycle_rule(Status, AbortIncompleteMultipartUpload=None, ExpirationInDays=None, Id=None, NoncurrentVersionExpiration=None):
    """A rule as the API of S3 has it."""
    rule = {
        "Status": Status,
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": AbortIncompleteMultipartUpload,
        "Expiration": ExpirationInDays and {"Days": ExpirationInDays},
        "ID": Id,
        "NoncurrentVersionExpiration": NoncurrentVersionExpiration,
    }
    return {name: value for name, value in rule.items() if value is not None}


class BucketPolicy(Resource):
    def put(self, Bucket, PolicyDocument):
        self.physical_resource_id = Bucket
        self.client("s3").put_bucket_policy(Bucket=Bucket, Policy=json.dumps(PolicyDocument))

    def remove(self):
        self.client("s3").delete_bucket_policy(Bucket=self.physical_resource_id)


class Trail(Resource):
    def put(
        self,
        IsLogging,
        S3BucketName,
        TrailName=None,
        CloudWatchLogsLogGroupArn=None,
        CloudWatchLogsRoleArn=None,
        EnableLogFileValidation=False,
        EventSelectors=(),
        IncludeGlobalServiceEvents=False,
        IsMultiRegionTrail=False,
        IsOrganizationTrail=False,
        KMSKeyId=None,
    ):
        cloudtrail = self.client("cloudtrail")
        name = TrailName or self.physical_resource_id or self.generated_name
        (cloudtrail.create_trail if name != self.physical_resource_id else cloudtrail.update_trail)(
            Name=name,
            S3BucketName=S3BucketName,
            EnableLogFileValidation=EnableLogFileValidation,
            IncludeGlobalServiceEvents=IncludeGlobalServiceEvents,
            IsMultiRegionTrail=IsMultiRegionTrail,
            IsOrganizationTrail=IsOrganizationTrail,
            **({"CloudWatchLogsLogGroupArn": CloudWatchLogsLogGroupArn} if CloudWatchLogsLogGroupArn else {}),
            **({"CloudWatchLogsRoleArn": CloudWatchLogsRoleArn} if CloudWatchLogsRoleArn else {}),
            **({"KmsKeyId": KMSKeyId} if KMSKeyId else {}),
        )
        self.physical_resource_id = name
        if EventSelectors:
            cloudtrail.put_event_selectors(TrailName=name, EventSelectors=EventSelectors)
        (cloudtrail.start_logging if IsLogging else cloudtrail.stop_logging)(Name=name)

    def remove(self):
        self.client("cloudtrail").delete_trail(Name=self.physical_resource_id)

    def attributes(self):
        return {"Arn": f"arn:aws:cloudtrail:{self.region}:{self.account}:trail/{self.physical_resource_id}"}


class LogGroup(Resource):
    def put(self, KmsKeyId, LogGroupName, RetentionInDays):
        logs = self.client("logs")
        if LogGroupName != self.physical_resource_id:
            logs.create_log_group(logGroupName=LogGroupName, kmsKeyId=KmsKeyId)
            self.physical_resource_id = LogGroupName
            self.key = KmsKeyId
        if KmsKeyId != self.key:
            raise ValidationError(message=f"test/deploy/models.py cannot give {LogGroupName} another key: moto cannot")
        logs.put_retention_policy(logGroupName=LogGroupName, retentionInDays=RetentionInDays)

    def remove(self):
        self.client("logs").delete_log_group(logGroupName=self.physical_resource_id)

    def attributes(self):
        return {"Arn": f"arn:aws:logs:{self.region}:{self.account}:log-group:{self.physical_resource_id}:*"}


class EventDataStore(Resource):
    """moto has no event data stores at all: this one is its own service, of which GetEventDataStore asks."""

    made = {}

    def put(self, Name=None, BillingMode="EXTENDABLE_RETENTION_PRICING", KmsKeyId=None, MultiRegionEnabled=True, TerminationProtectionEnabled=True):
        if self.physical_resource_id is None:
            self.physical_resource_id = f"arn:aws:cloudtrail:{self.region}:{self.account}:eventdatastore/{mock_random.uuid4()}"
        self.made[self.physical_resource_id] = {
            "EventDataStoreArn": self.physical_resource_id,
            "Name": Name or self.generated_name,
            "Status": "ENABLED",
            "BillingMode": BillingMode,
            "KmsKeyId": KmsKeyId,
            "MultiRegionEnabled": MultiRegionEnabled,
            "TerminationProtectionEnabled": TerminationProtectionEnabled,
        }

    def remove(self):
        del self.made[self.physical_resource_id]

    def attributes(self):
        return {"EventDataStoreArn": self.physical_resource_id}


class ManagedPolicy(Resource):
    """moto's own stays when its stack is destroyed, and so no role can go to which it is attached."""

    def put(self, PolicyDocument, Description="", Path="/", Roles=()):
        if self.physical_resource_id is not None:
            raise ValidationError(message=f"test/deploy/models.py cannot update {self.physical_resource_id}")
        iam = self.client("iam")
        settings = {"PolicyName": self.generated_name, "PolicyDocument": json.dumps(PolicyDocument), "Description": Description, "Path": Path}
        self.physical_resource_id = iam.create_policy(**settings)["Policy"]["Arn"]
        self.roles = Roles
        for role in Roles:
            iam.attach_role_policy(RoleName=role, PolicyArn=self.physical_resource_id)

    def remove(self):
        iam = self.client("iam")
        for role in self.roles:
            iam.detach_role_policy(RoleName=role, PolicyArn=self.physical_resource_id)
        iam.delete_policy(PolicyArn=self.physical_resource_id)


class StackSet(Resource):
    def put(
        self,
        PermissionModel,
        StackSetName,
        TemplateBody,
        Capabilities=(),
        # left out: moto chooses the ids of organizational units and accounts, and no example can name one
        AutoDeployment=None,
        StackInstancesGroup=(),
    ):
        settings = {"StackSetName": StackSetName, "TemplateBody": TemplateBody, "PermissionModel": PermissionModel, "Capabilities": Capabilities}
        cloudformation = self.client("cloudformation")
        (cloudformation.create_stack_set if self.physical_resource_id is None else cloudformation.update_stack_set)(**settings)
        self.physical_resource_id = StackSetName

    def remove(self):
        self.client("cloudformation").delete_stack_set(StackSetName=self.physical_resource_id)


MODELS = {
    "AWS::CloudFormation::StackSet": StackSet,
    "AWS::CloudTrail::EventDataStore": EventDataStore,
    "AWS::CloudTrail::Trail": Trail,
    "AWS::IAM::ManagedPolicy": ManagedPolicy,
    "AWS::KMS::Key": Key,
    "AWS::Logs::LogGroup": LogGroup,
    "AWS::S3::Bucket": Bucket,
    "AWS::S3::BucketPolicy": BucketPolicy,
}
