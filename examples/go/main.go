package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

const (
	logAccount    = "111111111111"
	readerAccount = "222222222222"
	auditFirm     = "333333333333"
	region        = "eu-central-1"
	bucketName    = "audit-logs-111111111111"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)

	NewAuditStack(app, "Audit", nil)

	logs := NewLogsStack(app, "Logs", &LogsStackProps{
		StackProps:    in(logAccount),
		BucketName:    bucketName,
		ReaderAccount: readerAccount,
		AuditFirm:     auditFirm,
	})
	NewReadersStack(app, "Readers", &ReadersStackProps{
		StackProps:  in(readerAccount),
		BucketName:  bucketName,
		KeyAliasArn: logs.KeyAliasArn,
	})

	NewEventsStack(app, "Events", nil)

	app.Synth(nil)
}

func in(account string) awscdk.StackProps {
	return awscdk.StackProps{
		Env: &awscdk.Environment{
			Account: jsii.String(account),
			Region:  jsii.String(region),
		},
	}
}
