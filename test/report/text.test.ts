import { audited, BAD, corrections, GOOD, HARMFUL, options, reportOn, RESOURCE } from './reports';
import { render } from '../../src/report/render';
import { policy } from '../access/policies';

const text = (report: any, given = {}) => render('text', report, options(given));

describe('the text report', () => {
  test('tells a finding with its severity, its statement and its fix, who may do what, and the total', () => {
    expect(text(reportOn([BAD]))).toEqual(`audit.yaml: Bad  1 error

  error    foreign-trail-can-decrypt  Decrypt
           CloudTrail can decrypt with the key for the trails of every account: statement "Decrypt"
           admits it
           Fix: put a condition on aws:SourceArn into that statement, with the ARN of your trail

                                                                            encrypt  decrypt  describe        administer
  CloudTrail, for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit  yes      yes      yes             no
  CloudTrail, for another trail of that account                             no       yes      no              no
  CloudTrail, for a trail of an unrelated account                           no       yes      no              no
  arn:aws:iam::111111111111:role/Audit                                      no       yes      if IAM says so  if IAM says so
  any other role of the key's account                                       no       no       if IAM says so  if IAM says so
  a role of another account of the organization                             no       no       no              no
  a role of an unrelated account                                            no       no       no              no

1 key: 1 error
`);
  });

  test('tells the worst key first, and resources last', () => {
    expect(text(reportOn([GOOD, BAD], [RESOURCE])).split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'audit.yaml: Bad  1 error', 'audit.yaml: Good  nothing found', 'Resources', '2 keys: 1 error, 1 warning',
    ]);
  });

  test('names a statement without Sid by its position', () => {
    expect(text(reportOn([audited('Key', policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }))]))).toContain('anyone-can-decrypt  statement 1\n');
  });

  test('says of a policy that is deeper as it is written than as it is read who may do what only in the answers', () => {
    const written = policy(Array.from({ length: 60 }).reduce<any>((inner) => ({ 'Fn::Select': [0, [inner]] }), {}));

    expect(text(reportOn([{ ...GOOD, policy: written }]))).toEqual('audit.yaml: Good  nothing found\n\n\n1 key: nothing found\n');
  });

  test('has colours only where they are asked for', () => {
    expect(text(reportOn([BAD]))).not.toContain('\u001b');
    expect(text(reportOn([BAD]), { colour: true })).toContain('\u001b[31merror    \u001b[0m');
  });

  test('shows what a terminal would take for a command', () => {
    const shown = text(reportOn([HARMFUL]));

    expect(shown).not.toMatch(/[\u001b\u202e]/);
    expect(shown).toContain('\\u001b[31m\\u202e');
  });

  test('keeps to the width of a narrow terminal but for what cannot be broken', () => {
    const messages = text(reportOn([BAD]), { columns: 60 }).split('\n').filter((line) => line.startsWith('           ') && !line.includes('  encrypt'));

    expect(messages.length).toBe(5);
    expect(Math.max(...messages.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('shows a correction as a difference', () => {
    expect(text(reportOn([BAD]), { corrections: corrections(BAD) })).toContain('\n-      "Sid": "Decrypt",\n+      "Sid": "AllowCloudTrailDecryptTrail",\n');
  });
});
