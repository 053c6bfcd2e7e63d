import { Aws } from 'aws-cdk-lib';
import { hasWildcard, parseArn, partitionOfRegion } from '../../src/private/arns';
import { knownPartition, knownToDiffer } from '../../src/private/known';

describe('parseArn', () => {
  test('takes an ARN apart, and leaves colons of the resource in it', () => {
    expect(parseArn('arn:aws:logs:eu-central-1:111111111111:log-group:audit:*')).toEqual({
      partition: 'aws', service: 'logs', region: 'eu-central-1', account: '111111111111', resource: 'log-group:audit:*',
    });
  });

  test('leaves parts empty that an ARN leaves empty', () => {
    expect(parseArn('arn:aws:s3:::logs')).toEqual({ partition: 'aws', service: 's3', region: '', account: '', resource: 'logs' });
  });

  test('keeps a token in one part', () => {
    expect(parseArn(`arn:${Aws.PARTITION}:s3:::${Aws.ACCOUNT_ID}-logs`)).toMatchObject({ partition: Aws.PARTITION, resource: `${Aws.ACCOUNT_ID}-logs` });
  });

  test.each([
    ['five parts', 'arn:aws:s3:::'.slice(0, -1)], ['a bare name', 'logs'], ['nothing', ''], ['another scheme', 'urn:aws:s3:::logs'], ['a whole token', Aws.STACK_ID],
  ])('finds no ARN in %s', (_, given) => {
    expect(parseArn(given)).toBeUndefined();
  });
});

test.each([
  ['audit-*', true], ['audit-?', true], ['*', true], ['audit', false], ['', false], ['a.b+c[d]', false],
])('whether a wildcard stands in "%s": %s', (value, expected) => {
  expect(hasWildcard(value)).toBe(expected);
});

describe('partitionOfRegion', () => {
  test.each([
    ['eu-central-1', 'aws'], ['us-east-1', 'aws'], ['mx-central-1', 'aws'], ['il-central-1', 'aws'], ['ap-southeast-7', 'aws'],
    ['cn-north-1', 'aws-cn'], ['cn-northwest-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-gov-east-1', 'aws-us-gov'],
    ['us-iso-west-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'], ['eu-isoe-west-1', 'aws-iso-e'], ['us-isof-south-1', 'aws-iso-f'], ['eusc-de-east-1', 'aws-eusc'],
  ])('knows that %s lies in %s', (region, partition) => {
    expect(partitionOfRegion(region)).toEqual(partition);
  });

  test.each([
    ['a Region of no known partition', 'xy-north-1'], ['a wildcard', 'eu-*'], ['a token', Aws.REGION],
    ['no Region', 'Frankfurt'],
  ])('leaves %s open', (_, region) => {
    expect(partitionOfRegion(region)).toBeUndefined();
  });
});

describe('knownPartition', () => {
  test.each([
    ['is the literal one', 'aws-cn', 'cn-north-1', 'aws-cn'],
    ['is the literal one even where the Region tells another', 'aws', 'cn-north-1', 'aws'],
    ['is the literal one beside a Region that is a token', 'aws-us-gov', Aws.REGION, 'aws-us-gov'],
    ['is that of the Region where the partition is a token', Aws.PARTITION, 'cn-north-1', 'aws-cn'],
    ['is open where both are tokens', Aws.PARTITION, Aws.REGION, undefined],
    ['is open where the partition is a token and the Region a pattern', Aws.PARTITION, 'eu-*', undefined],
  ])('%s', (_, partition, region, known) => {
    expect(knownPartition(partition, region)).toEqual(known);
  });
});

describe('knownToDiffer', () => {
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['two names', 'eu-central-1', 'us-east-1', true],
    ['equal names', 'eu-central-1', 'eu-central-1', false],
    ['a token and a name', Aws.REGION, 'us-east-1', false],
    ['a name and a token', 'us-east-1', Aws.REGION, false],
    ['two tokens', Aws.REGION, Aws.ACCOUNT_ID, false],
    ['a name that holds a token', `eu-${Aws.REGION}`, 'us-east-1', false],
    ['nothing and a name', undefined, 'aws', false],
    ['a name and nothing', 'aws', undefined, false],
    ['nothing twice', undefined, undefined, false],
  ])('whether %s are known to differ', (_, one, other, differ) => {
    expect(knownToDiffer(one, other)).toBe(differ);
  });
});
