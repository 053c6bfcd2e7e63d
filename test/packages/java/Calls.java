package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdkcloudtrailencryption.CloudTrailEncryptionKey;
import io.github.cdkcloudtrailencryption.EncryptedTrail;
import io.github.cdkcloudtrailencryption.ICloudTrailEncryptionKey;
import io.github.cdkcloudtrailencryption.KeyPolicyAudit;
import io.github.cdkcloudtrailencryption.KeyPolicyAuditContext;
import io.github.cdkcloudtrailencryption.TrailIdentity;
import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/** Calls the library, mostly wrongly, and writes what it answers to answers.json. */
public final class Calls {
    private static final String TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit";
    private static final String KEY_OF_ANOTHER_REGION =
        "arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012";
    private static final Map<String, Object> OPEN_POLICY = Map.of("Statement",
        List.of(Map.of("Effect", "Allow", "Principal", "*", "Action", "kms:*", "Resource", "*")));

    private Calls() {
    }

    private interface Call {
        Object on(App app, Stack stack);
    }

    public static void main(final String[] args) throws IOException {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("an account id of 11 digits", (app, stack) -> identity("audit", "11111111111"));
        calls.put("two mistakes in one call", (app, stack) -> identity("a", "11111111111"));
        calls.put("the ARN of a bucket as that of a trail", (app, stack) -> TrailIdentity.fromTrailArn("arn:aws:s3:::audit-logs"));
        calls.put("a service as a reader", (app, stack) -> trail(stack, List.of(service())));
        calls.put("a service as a reader, afterwards", (app, stack) -> trail(stack, List.of()).grantRead(service()));
        calls.put("an encryption key of another Region", (app, stack) -> {
            ICloudTrailEncryptionKey encryptionKey = CloudTrailEncryptionKey.fromKeyArn(stack, "Key", KEY_OF_ANOTHER_REGION);
            return EncryptedTrail.Builder.create(stack, "Trail").encryptionKey(encryptionKey).build();
        });
        calls.put("a statement id that is taken, at synthesis", (app, stack) -> {
            trail(stack, List.of()).getEncryptionKey().getKey().addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AllowCloudTrailAccess")
                .actions(List.of("kms:DescribeKey"))
                .resources(List.of("*"))
                .principals(List.of(new AccountPrincipal("222222222222")))
                .build());
            return app.synth();
        });
        calls.put("an audit of an open policy", (app, stack) -> audit());
        // what no compiler refuses
        calls.put("a name left out", (app, stack) -> identity(null, "111111111111"));
        calls.put("a text as a reader", (app, stack) -> trail(stack, unchecked("Auditor")));
        calls.put("nothing as a reader", (app, stack) -> trail(stack, Collections.singletonList(null)));
        calls.put("a stack as a reader", (app, stack) -> trail(stack, unchecked(stack)));
        calls.put("nothing wrong, after all this", (app, stack) -> TrailIdentity.fromTrailArn(TRAIL_ARN).getAccountId());

        Map<String, String> answers = new LinkedHashMap<>();
        calls.forEach((name, call) -> answers.put(name, answer(call)));
        new ObjectMapper().writeValue(new File("answers.json"), answers);
    }

    private static String answer(final Call call) {
        App app = new App();
        Environment environment = Environment.builder().account("111111111111").region("eu-central-1").build();
        Stack stack = new Stack(app, "Audit", StackProps.builder().env(environment).build());
        try {
            return String.valueOf(call.on(app, stack));
        } catch (RuntimeException error) {
            // after the message, jsii's runtime for Java gives the JavaScript stack, which begins with the class of the error
            return error.getMessage().split("\n[@/.\\w]+Error: ", 2)[0];
        }
    }

    private static TrailIdentity identity(final String trailName, final String accountId) {
        return TrailIdentity.Builder.create().trailName(trailName).accountId(accountId).region("eu-central-1").build();
    }

    private static EncryptedTrail trail(final Stack stack, final List<? extends IPrincipal> readers) {
        return EncryptedTrail.Builder.create(stack, "Trail").readers(readers).build();
    }

    private static IPrincipal service() {
        return new ServicePrincipal("lambda.amazonaws.com");
    }

    private static String audit() {
        KeyPolicyAuditContext context = KeyPolicyAuditContext.builder()
            .accountId("111111111111")
            .region("eu-central-1")
            .trailArns(List.of(TRAIL_ARN))
            .build();
        return KeyPolicyAudit.ofPolicy(OPEN_POLICY, context).getFindings().stream()
            .map(finding -> finding.getRule() + ": " + finding.getMessage())
            .collect(Collectors.joining("\n"));
    }

    @SuppressWarnings("unchecked")
    private static List<IPrincipal> unchecked(final Object reader) {
        return (List<IPrincipal>) (List<?>) List.of(reader);
    }
}
