import { BAD, corrections, options, reportOn, RESOURCE } from './reports';
import { render } from '../../src/report/render';

const json = (report: any, given = {}) => JSON.parse(render('json', report, options(given)));

describe('the JSON report', () => {
  test('has keys with probes and findings, and resources', () => {
    const { keys: [key], resources } = json(reportOn([BAD], [RESOURCE]));

    expect(Object.keys(key)).toEqual(['key', 'probes', 'findings']);
    expect(key.key).toEqual('audit.yaml: Bad');
    expect(key.probes[0]).toEqual({
      id: 'own-trail-encrypt',
      outcome: 'direct',
      statement: BAD.policy.Statement[1],
      question: 'May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit?',
    });
    expect(key.findings).toEqual([{
      rule: 'foreign-trail-can-decrypt',
      severity: 'error',
      statement: BAD.policy.Statement[2],
      message: 'CloudTrail can decrypt with the key for the trails of every account: statement "Decrypt" admits it',
      fix: 'put a condition on aws:SourceArn into that statement, with the ARN of your trail',
    }]);
    expect(resources).toEqual([{
      template: 'audit.yaml',
      logicalId: 'Trail',
      propertyPath: 'Properties.KMSKeyId',
      rule: 'trail-not-encrypted',
      severity: 'warning',
      message: 'the trail has no key',
      fix: 'give it one',
    }]);
  });

  test('has the corrected policy where it was asked for', () => {
    expect(json(reportOn([BAD]), { corrections: corrections(BAD) }).keys[0].correctedPolicy.Statement.map(({ Sid }: any) => Sid))
      .toEqual(['Admin', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess', 'Read']);
  });
});
