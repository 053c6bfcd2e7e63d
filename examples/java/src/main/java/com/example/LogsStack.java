package com.example;

import io.github.cdkcloudtrailencryption.CloudTrailEncryptionKey;
import io.github.cdkcloudtrailencryption.EncryptedTrail;
import io.github.cdkcloudtrailencryption.LogReaderRole;
import io.github.cdkcloudtrailencryption.TrailLogBucket;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.constructs.Construct;

/** The account that keeps the logs: it lets another account say who of its own reads them. */
public final class LogsStack extends Stack {
    private final String keyAliasArn;

    public LogsStack(
            final Construct scope,
            final String id,
            final StackProps props,
            final String bucketName,
            final String readerAccount,
            final String auditFirm) {
        super(scope, id, props);

        CloudTrailEncryptionKey encryptionKey = CloudTrailEncryptionKey.Builder.create(this, "Key")
            .alias("alias/cloudtrail")
            .build();
        keyAliasArn = encryptionKey.getAliasArn();

        TrailLogBucket logBucket = TrailLogBucket.Builder.create(this, "Bucket")
            .encryptionKey(encryptionKey)
            .bucketName(bucketName)
            .objectLockRetention(ObjectLockRetention.governance(Duration.days(365)))
            .lifecycleRules(List.of(LifecycleRule.builder()
                .expiration(Duration.days(2555))
                .noncurrentVersionExpiration(Duration.days(30))
                .build()))
            .build();
        EncryptedTrail.Builder.create(this, "Trail")
            .logBucket(logBucket)
            .readerAccounts(List.of(readerAccount))
            .sendToCloudWatchLogs(true)
            .build();

        // an account of somebody else comes in through a role
        LogReaderRole.Builder.create(this, "AuditFirm")
            .logBucket(logBucket)
            .trustedAccounts(List.of(auditFirm))
            .externalId("audit-firm-7f3a")
            .roleName("CloudTrailReadRole")
            .build();
    }

    public String getKeyAliasArn() {
        return keyAliasArn;
    }
}
