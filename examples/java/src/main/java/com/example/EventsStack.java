package com.example;

import io.github.cdkcloudtrailencryption.EncryptedEventDataStore;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** An event data store that one role of the account queries. */
public final class EventsStack extends Stack {
    public EventsStack(final Construct scope, final String id) {
        super(scope, id);

        Role analyst = Role.Builder.create(this, "Analyst")
            .assumedBy(new AccountRootPrincipal())
            .build();
        EncryptedEventDataStore store = EncryptedEventDataStore.Builder.create(this, "Store")
            .users(List.of(analyst))
            // second deploy: the ARN that the first one printed, so that only this store can use the key
            // .eventDataStoreArns(List.of("arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555"))
            .build();
        CfnOutput.Builder.create(this, "EventDataStoreArn")
            .value(store.getEventDataStoreArn())
            .build();
    }
}
