package com.example;

import io.github.cdkcloudtrailencryption.EncryptedTrail;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.constructs.Construct;

/** A trail whose logs one role of the account reads. */
public final class AuditStack extends Stack {
    public AuditStack(final Construct scope, final String id) {
        super(scope, id);

        Role auditor = Role.Builder.create(this, "Auditor")
            .assumedBy(new AccountRootPrincipal())
            .build();
        EncryptedTrail.Builder.create(this, "Trail")
            .readers(List.of(auditor))
            .sendToCloudWatchLogs(true)
            // for a year nobody deletes a log file who may not bypass governance mode; after seven years it expires
            .objectLockRetention(ObjectLockRetention.governance(Duration.days(365)))
            .lifecycleRules(List.of(LifecycleRule.builder()
                .expiration(Duration.days(2555))
                .noncurrentVersionExpiration(Duration.days(30))
                .build()))
            .build();
    }
}
