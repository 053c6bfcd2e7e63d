/**
 * What both sides of the synthesis benchmark are given: an account, names, and in the variant `full` the readers and the topic of an app.
 */
'use strict';

const { aws_iam: iam, aws_sns: sns } = require('aws-cdk-lib');

const env = { account: '111111111111', region: 'eu-central-1' };
const trailName = 'audit';

/** The readers and the topic that an app has already when it comes to its trail. */
function surroundings(stack) {
  return {
    readers: [
      new iam.ArnPrincipal(`arn:aws:iam::${env.account}:role/Auditor`),
      new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }),
    ],
    readerAccounts: ['222222222222'],
    snsTopic: new sns.Topic(stack, 'Topic'),
  };
}

module.exports = { env, trailName, surroundings };
