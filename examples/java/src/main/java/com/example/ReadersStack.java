package com.example;

import io.github.cdkcloudtrailencryption.LogReaderPolicy;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** The readers' account: the name of the bucket and the alias of the key are all that it knows of the other. */
public final class ReadersStack extends Stack {
    public ReadersStack(
            final Construct scope,
            final String id,
            final StackProps props,
            final String bucketName,
            final String keyAliasArn) {
        super(scope, id, props);

        Role analyst = Role.Builder.create(this, "Analyst")
            .assumedBy(new AccountRootPrincipal())
            .build();
        LogReaderPolicy.Builder.create(this, "ReadLogs")
            .keyAliasArn(keyAliasArn)
            .bucketName(bucketName)
            .roles(List.of(analyst))
            .build();
    }
}
