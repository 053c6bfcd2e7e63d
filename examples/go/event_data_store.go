package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	encryption "github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go/cdkcloudtrailencryption"
)

// NewEventsStack defines an event data store that one role of the account queries.
func NewEventsStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	analyst := awsiam.NewRole(stack, jsii.String("Analyst"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewAccountRootPrincipal(),
	})
	store := encryption.NewEncryptedEventDataStore(stack, jsii.String("Store"), &encryption.EncryptedEventDataStoreProps{
		Users: &[]awsiam.IPrincipal{analyst},
		// second deploy: the ARN that the first one printed, so that only this store can use the key
		// EventDataStoreArns: jsii.Strings("arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555"),
	})
	awscdk.NewCfnOutput(stack, jsii.String("EventDataStoreArn"), &awscdk.CfnOutputProps{
		Value: store.EventDataStoreArn(),
	})

	return stack
}
