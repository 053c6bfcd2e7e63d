import * as fc from 'fast-check';
import { fuzz } from './fuzz';
import { oddTexts, oddValues } from './odd-values';
import { KeyPolicyStatements, TrailIdentity } from '../../src';
import { evaluate } from '../../src/access/evaluate';
import { pinnedStack } from '../stacks';

const ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';

/** The ARN with some characters in the place of others. */
const similar = fc.array(fc.tuple(fc.nat(ARN.length), fc.nat(3), fc.oneof(oddTexts.filter(({ length }) => length < 20), fc.constantFrom('-', '.', 'a', '1', ':', '/'))), { minLength: 1, maxLength: 3 })
  .map((edits) => edits.reduce((arn, [from, length, text]) => arn.slice(0, from) + text + arn.slice(from + length), ARN));

const given = fc.oneof(similar, oddTexts, oddValues);

/** The identity, or undefined if it is refused in the way that the docstring tells. */
function identityOf(trailArn: any, organizationId?: any): TrailIdentity | undefined {
  try {
    return TrailIdentity.fromTrailArn(trailArn, organizationId);
  } catch (error) {
    expect((error as Error).name).toEqual('ValidationError');
    expect((error as Error).message).toMatch(/^TrailIdentity: (\d+ problems\n {2}- )?'(trailArn|organizationId)/);
    return undefined;
  }
}

describe('TrailIdentity.fromTrailArn', () => {
  fuzz('takes an ARN as it is, or refuses it', given, (trailArn) => {
    const identity = identityOf(trailArn);

    expect(identity?.trailArn ?? trailArn).toBe(trailArn);
    expect(identity?.isPattern ?? false).toEqual(identity !== undefined && /[*?]/.test(trailArn));
    expect(identity?.trailArn ?? ARN).toMatch(/^arn:aws[a-z-]*:cloudtrail:[a-z0-9*?-]+:\d{12}:trail\/[A-Za-z0-9._*?-]+$/);
  });

  fuzz('takes an organization as it is, or refuses it', fc.oneof(oddTexts, oddValues, fc.stringMatching(/^o-[a-z0-9]{8,34}$/)), (organizationId) => {
    expect(identityOf(ARN, organizationId)?.organizationId ?? 'o-exampleorg1').toMatch(/^o-[a-z0-9]{10,32}$/);
  });
});

describe('whatever trail calls, a key', () => {
  const own = new TrailIdentity({ trailName: 'audit', accountId: '111111111111', region: 'eu-central-1', partition: 'aws' });
  const policy = {
    Version: '2012-10-17',
    Statement: [
      KeyPolicyStatements.allowCloudTrailEncryptLogs([own]),
      KeyPolicyStatements.allowCloudTrailDecryptTrail([own]),
      KeyPolicyStatements.allowCloudTrailAccess([own]),
    ].map((statement) => pinnedStack().resolve(statement.toJSON())),
  };
  const outcomes = (sourceArn: string) => ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'].map((action) => evaluate(policy, {
    action,
    caller: { service: 'cloudtrail.amazonaws.com' },
    resource: 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012',
    context: { 'aws:SourceArn': sourceArn, 'kms:EncryptionContext:aws:cloudtrail:arn': ARN },
  }, { partition: 'aws', account: '111111111111', region: 'eu-central-1' }).outcome);

  test('admits its own', () => {
    expect(outcomes(ARN)).toEqual(['direct', 'direct', 'direct']);
  });

  fuzz('admits no other', fc.oneof(similar, oddTexts).filter((arn) => arn !== ARN), (arn) => {
    expect(outcomes(arn).every((outcome) => outcome === 'no' || (arn.includes('\u27e6') && outcome === 'unknown'))).toBe(true);
  });
});
