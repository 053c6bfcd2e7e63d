package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	encryption "github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go/cdkcloudtrailencryption"
)

// LogsStackProps says who of other accounts comes to read.
type LogsStackProps struct {
	awscdk.StackProps
	BucketName    string
	ReaderAccount string
	AuditFirm     string
}

// LogsStack is what the other account has to know.
type LogsStack struct {
	awscdk.Stack
	KeyAliasArn *string
}

// NewLogsStack defines the account that keeps the logs: it lets another account say who of its own reads them.
func NewLogsStack(scope constructs.Construct, id string, props *LogsStackProps) LogsStack {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)

	encryptionKey := encryption.NewCloudTrailEncryptionKey(stack, jsii.String("Key"), &encryption.CloudTrailEncryptionKeyProps{
		Alias: jsii.String("alias/cloudtrail"),
	})
	logBucket := encryption.NewTrailLogBucket(stack, jsii.String("Bucket"), &encryption.TrailLogBucketProps{
		EncryptionKey:       encryptionKey,
		BucketName:          &props.BucketName,
		ObjectLockRetention: awss3.ObjectLockRetention_Governance(awscdk.Duration_Days(jsii.Number(365))),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                  awscdk.Duration_Days(jsii.Number(2555)),
			NoncurrentVersionExpiration: awscdk.Duration_Days(jsii.Number(30)),
		}},
	})
	encryption.NewEncryptedTrail(stack, jsii.String("Trail"), &encryption.EncryptedTrailProps{
		LogBucket:            logBucket,
		ReaderAccounts:       jsii.Strings(props.ReaderAccount),
		SendToCloudWatchLogs: jsii.Bool(true),
	})

	// an account of somebody else comes in through a role
	encryption.NewLogReaderRole(stack, jsii.String("AuditFirm"), &encryption.LogReaderRoleProps{
		LogBucket:       logBucket,
		TrustedAccounts: jsii.Strings(props.AuditFirm),
		ExternalId:      jsii.String("audit-firm-7f3a"),
		RoleName:        jsii.String("CloudTrailReadRole"),
	})

	return LogsStack{Stack: stack, KeyAliasArn: encryptionKey.AliasArn()}
}

// ReadersStackProps is all that the readers' account knows of the other.
type ReadersStackProps struct {
	awscdk.StackProps
	BucketName  string
	KeyAliasArn *string
}

// NewReadersStack defines the readers' account, which says who of its own reads.
func NewReadersStack(scope constructs.Construct, id string, props *ReadersStackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)

	analyst := awsiam.NewRole(stack, jsii.String("Analyst"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewAccountRootPrincipal(),
	})
	encryption.NewLogReaderPolicy(stack, jsii.String("ReadLogs"), &encryption.LogReaderPolicyProps{
		KeyAliasArn: props.KeyAliasArn,
		BucketName:  &props.BucketName,
		Roles:       &[]awsiam.IRole{analyst},
	})

	return stack
}
