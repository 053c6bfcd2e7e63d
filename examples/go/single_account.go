package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	encryption "github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go/cdkcloudtrailencryption"
)

// NewAuditStack defines a trail whose logs one role of the account reads.
func NewAuditStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	auditor := awsiam.NewRole(stack, jsii.String("Auditor"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewAccountRootPrincipal(),
	})
	encryption.NewEncryptedTrail(stack, jsii.String("Trail"), &encryption.EncryptedTrailProps{
		Readers:              &[]awsiam.IPrincipal{auditor},
		SendToCloudWatchLogs: jsii.Bool(true),
		// for a year nobody deletes a log file who may not bypass governance mode; after seven years it expires
		ObjectLockRetention: awss3.ObjectLockRetention_Governance(awscdk.Duration_Days(jsii.Number(365))),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                  awscdk.Duration_Days(jsii.Number(2555)),
			NoncurrentVersionExpiration: awscdk.Duration_Days(jsii.Number(30)),
		}},
	})

	return stack
}
