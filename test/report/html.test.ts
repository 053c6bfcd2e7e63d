import { audited, BAD, corrections, GOOD, HARMFUL, options, reportOn, RESOURCE } from './reports';
import { STYLE } from '../../src/report/html-style';
import { render } from '../../src/report/render';

const html = (keys: any[], resources: any[] = []) => render('html', reportOn(keys, resources), options({ corrections: corrections(...keys) }));
const matches = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, found]) => found);
const words = (markup: string) => markup.replace(/<[^>]*>/g, '').trim();

describe('the HTML report', () => {
  const page = html([GOOD, BAD, HARMFUL], [RESOURCE]);

  test('is one page in English that needs nothing else', () => {
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(matches(page, /(?:src|href)="([^"]*)"/g).filter((target) => !target.startsWith('#')))
      .toEqual(['https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html']);
    expect(page).not.toMatch(/@import|url\(/);
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"');
  });

  test('runs nothing that stands in a policy', () => {
    expect(page).not.toMatch(/<(script|img|iframe|svg)|[\u001b\u202e]/);
    expect(new Set(matches(page, /<([a-z0-9]+)/g))).toEqual(new Set([
      'html', 'head', 'meta', 'title', 'style', 'body', 'header', 'h1', 'p', 'span', 'nav', 'ol', 'li', 'a', 'main', 'section', 'h2', 'h3', 'table', 'caption',
      'thead', 'tr', 'th', 'tbody', 'wbr', 'td', 'strong', 'ul', 'div', 'figure', 'figcaption', 'pre', 'code', 'article', 'h4', 'details', 'summary', 'footer',
    ]));
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(2)&gt;');
  });

  test('closes what it opens', () => {
    const open: string[] = [];
    for (const [, end, name] of page.replace(/<style>[^]*<\/style>/, '').matchAll(/<(\/?)([a-z0-9]+)/g)) {
      if (['meta', 'wbr'].includes(name)) continue;
      if (end === '') open.push(name);
      else expect(open.pop()).toEqual(name);
    }
    expect(open).toEqual([]);
  });

  test('leads to nothing that is not there', () => {
    const ids = matches(page, / id="([^"]*)"/g);

    expect(new Set(ids).size).toBe(ids.length);
    expect(matches(page, /(?:href="#|aria-labelledby=")([^"]*)"/g).filter((target) => !ids.includes(target))).toEqual([]);
  });

  test('says in words in every cell what the answer is and what decided, and names rows and columns', () => {
    const table = matches(html([BAD]), /<table[^>]*>([^]*?)<\/table>/g)[0];
    const rows = matches(table, /<tr[^>]*>(<th scope="row"[^]*?)<\/tr>/g)
      .map((row) => [words(matches(row, /<th scope="row"[^>]*>([^]*?)<\/th>/g)[0]), ...matches(row, /<td[^>]*><span[^>]*>[a-z]+<\/span>([^]*?)<\/td>/g).map(words)]);

    expect(matches(table, /<th scope="col"[^>]*>([a-zW]+)/g)).toEqual(['Who', 'encrypt', 'decrypt', 'describe', 'administer']);
    expect(table).toContain('<caption>');
    expect(rows).toEqual([
      ['CloudTrail, for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', 'Yes by Encrypt', 'Yes by Decrypt', 'Yes by Describe', 'No no statement'],
      ['CloudTrail, for another trail of that account', 'No no statement', 'Yes by Decrypt', 'No no statement', 'No no statement'],
      ['CloudTrail, for a trail of an unrelated account', 'No no statement', 'Yes by Decrypt', 'No no statement', 'No no statement'],
      ['arn:aws:iam::111111111111:role/Audit', 'No no statement', 'Yes by Read', 'If IAM allows it by Admin', 'If IAM allows it by Admin'],
      ['any other role of the key&#39;s account', 'No no statement', 'No no statement', 'If IAM allows it by Admin', 'If IAM allows it by Admin'],
      ['a role of another account of the organization', 'No no statement', 'No no statement', 'No no statement', 'No no statement'],
      ['a role of an unrelated account', 'No no statement', 'No no statement', 'No no statement', 'No no statement'],
    ]);
  });

  test('colours the answers by what they mean', () => {
    const tones = matches(html([BAD]), /<td role="cell" class="([a-z]+)"/g);

    expect(tones.slice(0, 12)).toEqual(['good', 'good', 'good', 'neutral', 'neutral', 'doubtful', 'neutral', 'neutral', 'neutral', 'bad', 'neutral', 'neutral']);
  });

  test('shows the offending statement, and beside it what is wrong and how it would be right', () => {
    const [shown] = matches(html([BAD]), /(<div class="statement error" id="key-1-statement-3">[^]*?)<div class="statement/g);

    expect(words(matches(shown, /<h4>([^]*?)<\/h4>/g)[0])).toEqual('error foreign-trail-can-decrypt');
    expect(shown).toContain('<strong>Fix</strong> Put a condition on aws:SourceArn into that statement, with the ARN of your trail.');
    expect(JSON.parse(words(matches(shown, /<figcaption>Corrected<\/figcaption>([^]*?)<\/figure>/g)[0]).replace(/&quot;/g, '"'))).toEqual({
      Sid: 'AllowCloudTrailDecryptTrail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit' } },
    });
  });

  test('says so where the policy cannot be read', () => {
    const unread = { ...audited('Key', BAD.policy), policy: { 'Fn::Sub': '{}' }, probes: [], findings: [] };

    expect(render('html', reportOn([unread]), options())).toContain('The policy cannot be read');
  });

  test.each(['light', 'dark', 'print'])('can be read: text and background have the contrast that WCAG AA asks for, %s', (look) => {
    const blocks = matches(STYLE, /:root \{([^}]*)\}/g);
    const variables = new Map([...blocks[['light', 'dark', 'print'].indexOf(look)].matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));
    const luminance = (colour: string) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (a: string, b: string) => {
      const [light, dark] = [luminance(variables.get(a)!), luminance(variables.get(b)!)].sort((x, y) => y - x);
      return (light + 0.05) / (dark + 0.05);
    };
    const tones = ['good', 'bad', 'doubtful', 'iam', 'unknown'].map((tone) => [`${tone}-text`, tone]);
    const plain = ['page', 'card', 'code'].flatMap((background) => ['text', 'muted', 'link', 'name'].map((text) => [text, background]));

    expect([...tones, ...plain].filter(([text, background]) => !(contrast(text, background) >= 4.5))).toEqual([]);
  });
});
