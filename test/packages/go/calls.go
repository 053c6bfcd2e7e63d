// Command calls calls the library, mostly wrongly, and writes what it answers to answers.json.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	encryption "github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go/cdkcloudtrailencryption"
)

const (
	trailArn           = "arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit"
	keyOfAnotherRegion = "arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012"
)

var openPolicy = map[string]any{
	"Statement": []any{map[string]any{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}},
}

var calls = []struct {
	name string
	call func(app awscdk.App, stack awscdk.Stack) any
}{
	{"an account id of 11 digits", func(awscdk.App, awscdk.Stack) any { return identity("audit", "11111111111") }},
	{"two mistakes in one call", func(awscdk.App, awscdk.Stack) any { return identity("a", "11111111111") }},
	{"the ARN of a bucket as that of a trail", func(awscdk.App, awscdk.Stack) any {
		return encryption.TrailIdentity_FromTrailArn(jsii.String("arn:aws:s3:::audit-logs"), nil)
	}},
	{"a service as a reader", func(_ awscdk.App, stack awscdk.Stack) any { return trail(stack, service()) }},
	{"a service as a reader, afterwards", func(_ awscdk.App, stack awscdk.Stack) any {
		return trail(stack).GrantRead(service())
	}},
	{"an encryption key of another Region", func(_ awscdk.App, stack awscdk.Stack) any {
		return encryption.NewEncryptedTrail(stack, jsii.String("Trail"), &encryption.EncryptedTrailProps{
			EncryptionKey: encryption.CloudTrailEncryptionKey_FromKeyArn(stack, jsii.String("Key"), jsii.String(keyOfAnotherRegion)),
		})
	}},
	{"a statement id that is taken, at synthesis", func(app awscdk.App, stack awscdk.Stack) any {
		trail(stack).EncryptionKey().Key().AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid:        jsii.String("AllowCloudTrailAccess"),
			Actions:    jsii.Strings("kms:DescribeKey"),
			Resources:  jsii.Strings("*"),
			Principals: &[]awsiam.IPrincipal{awsiam.NewAccountPrincipal("222222222222")},
		}), nil)
		return app.Synth(nil)
	}},
	{"an audit of an open policy", func(awscdk.App, awscdk.Stack) any { return audit() }},
	// what no compiler refuses
	{"a name left out", func(awscdk.App, awscdk.Stack) any {
		return encryption.NewTrailIdentity(&encryption.TrailIdentityProps{
			AccountId: jsii.String("111111111111"),
			Region:    jsii.String("eu-central-1"),
		})
	}},
	{"nothing as a reader", func(_ awscdk.App, stack awscdk.Stack) any { return trail(stack, nil) }},
	{"nothing wrong, after all this", func(awscdk.App, awscdk.Stack) any {
		return *encryption.TrailIdentity_FromTrailArn(jsii.String(trailArn), nil).AccountId()
	}},
}

func main() {
	defer jsii.Close()

	answers := map[string]string{}
	for _, c := range calls {
		answers[c.name] = answer(c.call)
	}
	text, err := json.Marshal(answers)
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile("answers.json", text, 0o644); err != nil {
		panic(err)
	}
}

func answer(call func(awscdk.App, awscdk.Stack) any) (text string) {
	defer func() {
		if refusal := recover(); refusal != nil {
			text = fmt.Sprint(refusal)
		}
	}()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Audit"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111111111111"), Region: jsii.String("eu-central-1")},
	})
	return fmt.Sprint(call(app, stack))
}

func identity(trailName, accountId string) encryption.TrailIdentity {
	return encryption.NewTrailIdentity(&encryption.TrailIdentityProps{
		TrailName: &trailName,
		AccountId: &accountId,
		Region:    jsii.String("eu-central-1"),
	})
}

func trail(stack awscdk.Stack, readers ...awsiam.IPrincipal) encryption.EncryptedTrail {
	return encryption.NewEncryptedTrail(stack, jsii.String("Trail"), &encryption.EncryptedTrailProps{Readers: &readers})
}

func service() awsiam.IPrincipal {
	return awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil)
}

func audit() string {
	found := encryption.KeyPolicyAudit_OfPolicy(&openPolicy, &encryption.KeyPolicyAuditContext{
		AccountId: jsii.String("111111111111"),
		Region:    jsii.String("eu-central-1"),
		TrailArns: jsii.Strings(trailArn),
	})
	var lines []string
	for _, finding := range *found.Findings() {
		lines = append(lines, fmt.Sprintf("%s: %s", *finding.Rule, *finding.Message))
	}
	return strings.Join(lines, "\n")
}
