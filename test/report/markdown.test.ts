import { audited, BAD, corrections, GOOD, HARMFUL, options, reportOn, RESOURCE } from './reports';
import { correctionOf } from '../../src/report/correction';
import { render } from '../../src/report/render';

const markdown = (report: any, given = {}) => render('markdown', report, options(given));

describe('the Markdown report', () => {
  test('tells the findings of a key, and its answers where they do not crowd a pull request', () => {
    const lines = markdown(reportOn([BAD])).split('\n');

    expect(lines.slice(0, 9)).toEqual([
      '# Audit of CloudTrail keys', '', '1 key: 1 error.', '', '## audit.yaml: Bad', '',
      '- **error** `foreign-trail-can-decrypt`: CloudTrail can decrypt with the key for the trails of every account: statement "Decrypt" admits it. '
      + 'Fix: put a condition on aws:SourceArn into that statement, with the ARN of your trail.',
      '', '<details><summary>Who may do what</summary>',
    ]);
    expect(lines).toContain('| May a role of an unrelated account decrypt log files? | no | no statement |');
  });

  test('tells that nothing was found, and where a resource is', () => {
    const shown = markdown(reportOn([GOOD], [RESOURCE]));

    expect(shown).toContain('## audit.yaml: Good\n\nNothing found.\n');
    expect(shown).toContain('- **warning** `trail-not-encrypted`: the trail has no key. Fix: give it one. In `audit.yaml: Trail, Properties.KMSKeyId`.');
  });

  test('escapes what would be markup, in names and in code', () => {
    const shown = markdown(reportOn([HARMFUL]));

    expect(shown.replace(/`{2,}[^]*?`{2,}/g, '')).not.toMatch(/(^|[^\\])<(script|img)/);
  });

  test('shows a correction in a fence that no text of the policy ends', () => {
    const key = audited('Key', { ...BAD.policy, Id: '```' });

    expect(markdown(reportOn([key]), { corrections: new Map([[key, correctionOf(key)!]]) })).toContain('```diff\n--- Key\n+++ Key (corrected)\n');
    expect(markdown(reportOn([BAD]), { corrections: new Map([[BAD, { ...correctionOf(BAD)!, diff: '+ ```\n' }]]) })).toContain('````diff\n+ ```\n````\n');
  });

  test('says where nothing is to be corrected', () => {
    const corrected = audited('Key', correctionOf(BAD)!.policy);

    expect(markdown(reportOn([corrected]), { corrections: corrections(corrected) })).toContain('\nThe statements for CloudTrail need no correction.\n');
  });
});
