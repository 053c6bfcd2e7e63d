package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
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
		Readers: &[]awsiam.IPrincipal{auditor},
	})

	return stack
}
