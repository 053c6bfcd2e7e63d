package com.example;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class AuditApp {
    private static final String LOG_ACCOUNT = "111111111111";
    private static final String READER_ACCOUNT = "222222222222";
    private static final String AUDIT_FIRM = "333333333333";
    private static final String BUCKET_NAME = "audit-logs-111111111111";

    private AuditApp() {
    }

    public static void main(final String[] args) {
        App app = new App();

        new AuditStack(app, "Audit");

        LogsStack logs = new LogsStack(app, "Logs", in(LOG_ACCOUNT), BUCKET_NAME, READER_ACCOUNT, AUDIT_FIRM);
        new ReadersStack(app, "Readers", in(READER_ACCOUNT), BUCKET_NAME, logs.getKeyAliasArn());

        new EventsStack(app, "Events");

        app.synth();
    }

    private static StackProps in(final String account) {
        Environment environment = Environment.builder().account(account).region("eu-central-1").build();
        return StackProps.builder().env(environment).build();
    }
}
