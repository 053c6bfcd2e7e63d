import { deliveriesOf } from '../delivery';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * Nothing but `aws:SourceArn` tells on whose behalf CloudTrail comes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const BUCKET_POLICY_WITHOUT_SOURCE_ARN: WiringRule = {
  id: 'bucket-policy-without-source-arn',
  severity: 'warning',
  check: (wiring) => deliveriesOf(wiring).flatMap((delivery) => {
    const wide = delivery.writesForStranger(`AWSLogs/${delivery.stranger}`);
    const folders = [delivery.ownFolder, delivery.organizationFolder];
    const answers = [delivery.checksForStranger(), ...folders.map((folder) => delivery.writesForStranger(folder))]
      .filter(({ outcome, statement }) => outcome === 'direct' && !(wide.outcome === 'direct' && wide.statement === statement));
    return [...new Set(answers.map(({ statement }) => statement))].map((statement) => ({
      ...delivery.policy.placeOf(statement),
      message: `${delivery.policy.labelOf(statement)} admits CloudTrail whosever trail it works for`,
      fix: 'put the ARN of your trail as aws:SourceArn into its conditions',
      statement,
    }));
  }),
};
