import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startBrowser } from './browser';
import { render } from '../../src/report/render';
import { BAD, corrections, GOOD, HARMFUL, options, reportOn, RESOURCE } from '../report/reports';

jest.setTimeout(60_000);

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

let directory: string;
let address: string;
let browser: Browser;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'browser-'));
  const path = join(directory, 'report.html');
  const keys = [BAD, HARMFUL, GOOD];
  writeFileSync(path, render('html', reportOn(keys, [RESOURCE]), options({ corrections: corrections(...keys) })));
  address = pathToFileURL(path).href;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(directory, { recursive: true });
});

/** The report as a browser shows it, and all that it asked for or complained of meanwhile. */
interface Shown {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

let shown: Shown;
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

async function show(screen: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(screen);
  await context.addInitScript({ path: join(__dirname, 'measures.js') });
  shown = { page: await context.newPage(), requests: [], complaints: [] };
  const { page, requests, complaints } = shown;
  page.on('request', request => requests.push(request.url()));
  page.on('console', message => complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  page.on('dialog', dialog => { complaints.push(dialog.message()); void dialog.dismiss(); });
  await page.goto(address);
  return page;
}

describe.each([
  ['a phone', PHONE],
  ['a tablet', { width: 800, height: 1100 }],
  ['a desktop', DESKTOP],
])('on the screen of %s', (_, viewport) => {
  describe.each(['light', 'dark'] as const)('in %s', colorScheme => {
    let page: Page;
    beforeEach(async () => { page = await show({ viewport, colorScheme }); });

    test('the report asks for nothing, runs nothing and complains of nothing', async () => {
      await page.waitForLoadState('networkidle');

      expect(shown.requests).toEqual([address]);
      expect(shown.complaints).toEqual([]);
      expect(await page.locator('script, img').count()).toBe(0);
    });

    test('everything can be read', async () => {
      await page.getByText('The corrected policy, as a difference').first().click();

      expect(await page.evaluate('measures.isDark()')).toBe(colorScheme === 'dark');
      expect(await page.evaluate('measures.texts()')).toBeGreaterThan(200);
      expect(await page.evaluate('measures.faint()')).toEqual([]);
    });

    test('nothing is wider than the screen', async () => {
      await page.getByText('The corrected policy, as a difference').first().click();

      expect(await page.evaluate('measures.tooWide()')).toEqual([]);
    });
  });
});

/** What stands behind an element. */
const colourBehind = (locator: Locator) => locator.evaluate(element => (globalThis as any).measures.colourBehind(element));

/** The section of the key that is called so. */
const section = (page: Page, name: string) => page.getByRole('region', { name });

describe.each([['a phone', PHONE], ['a desktop', DESKTOP]])('for whoever listens to the screen of %s', (_, viewport) => {
  let page: Page;
  beforeEach(async () => { page = await show({ viewport }); });

  test('the table says who may do what, and which statement decided', async () => {
    const head = await section(page, 'audit.yaml: Bad').getByRole('columnheader').allTextContents();
    const rows = await section(page, 'audit.yaml: Bad').getByRole('row').filter({ has: page.getByRole('rowheader') }).all();
    const texts = await Promise.all(rows.map(async row => [
      await row.getByRole('rowheader').textContent(), ...await row.getByRole('cell').locator('strong').allTextContents(), ...await row.getByRole('link').allTextContents(),
    ]));

    expect(head).toEqual(['Who', 'encrypt', 'decrypt', 'describe', 'administer']);
    expect(texts).toEqual([
      ['CloudTrail, for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', 'Yes', 'Yes', 'Yes', 'No', 'Encrypt', 'Decrypt', 'Describe'],
      ['CloudTrail, for another trail of that account', 'No', 'Yes', 'No', 'No', 'Decrypt'],
      ['CloudTrail, for a trail of an unrelated account', 'No', 'Yes', 'No', 'No', 'Decrypt'],
      ['arn:aws:iam::111111111111:role/Audit', 'No', 'Yes', 'If IAM allows it', 'If IAM allows it', 'Read', 'Admin', 'Admin'],
      ['any other role of the key\'s account', 'No', 'No', 'If IAM allows it', 'If IAM allows it', 'Admin', 'Admin'],
      ['a role of another account of the organization', 'No', 'No', 'No', 'No'],
      ['a role of an unrelated account', 'No', 'No', 'No', 'No'],
    ]);
  });

  test('each head of the table says what it is the head of', async () => {
    expect(await page.locator('thead th:not([scope=col]), tbody th:not([scope=row])').count()).toBe(0);
    expect(await section(page, 'audit.yaml: Bad').getByRole('table').getAttribute('aria-hidden')).toBe(null);
    expect(await section(page, 'audit.yaml: Bad').getByRole('caption').textContent()).toMatch(/^May they encrypt logs, decrypt logs/);
  });

  test('the page has a language, a title and landmarks', async () => {
    const landmarks = ['banner', 'navigation', 'main', 'contentinfo'] as const;

    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('Audit of CloudTrail keys: 3 errors, 1 warning');
    expect(await Promise.all(landmarks.map(landmark => page.getByRole(landmark).count()))).toEqual([1, 1, 1, 1]);
    expect(await page.getByRole('main').getByRole('region').count()).toBe(4);
  });

  test('the headings leave out no level', async () => {
    const levels = (await page.getByRole('heading').evaluateAll(headings => headings.map(({ tagName }) => Number(tagName[1]))));

    expect(levels.filter(level => level === 1).length).toBe(1);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });
});

describe('what is wrong', () => {
  const offending = (page: Page) => section(page, 'audit.yaml: Bad').locator('.statement', { has: page.getByText('foreign-trail-can-decrypt') });

  test('is highlighted in the policy', async () => {
    const page = await show({ viewport: DESKTOP });
    const [bad, quiet] = [offending(page), section(page, 'audit.yaml: Bad').locator('.statement').first()];
    const [colour, other] = await Promise.all([bad, quiet].map(statement => colourBehind(statement.getByRole('figure').first())));

    expect(await bad.getByRole('figure').first().textContent()).toContain('"Action": "kms:Decrypt"');
    expect(colour).not.toEqual(other);
  });

  test.each([['beside it', DESKTOP], ['below it on a phone', PHONE]])('has the corrected statement %s', async (place, viewport) => {
    const page = await show({ viewport });
    const [bad, corrected] = await offending(page).getByRole('figure').all();
    const [left, right] = (await Promise.all([bad, corrected].map(figure => figure.boundingBox()))).map(box => box!);

    expect(await corrected.textContent()).toContain('"aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit"');
    expect(place === 'beside it' ? right.x - left.x - left.width : right.y - left.y - left.height).toBeGreaterThan(0);
    expect(place === 'beside it' ? right.y < left.y + left.height : right.x === left.x).toBe(true);
  });

  test('can be copied as it is', async () => {
    const page = await show({ viewport: DESKTOP });
    const corrected = offending(page).getByRole('figure').last().locator('code');

    expect(JSON.parse(await corrected.innerText())).toMatchObject({ Sid: 'AllowCloudTrailDecryptTrail', Effect: 'Allow' });
    expect((await corrected.innerText()).split('\n').slice(0, 3)).toEqual(['{', '  "Sid": "AllowCloudTrailDecryptTrail",', '  "Effect": "Allow",']);
  });
});

describe('with the keyboard alone', () => {
  let page: Page;
  beforeEach(async () => { page = await show({ viewport: DESKTOP }); });

  test('every link is reached in the order of the page, and can be seen to have the focus', async () => {
    const focusable = await page.locator('a, summary').allTextContents();
    const reached: any[] = [];
    for (let i = 0; i < focusable.length; i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate('measures.focus()'));
    }

    expect(reached.map(({ text }) => text)).toEqual(focusable);
    expect(reached.filter(({ outline }) => outline < 2)).toEqual([]);
  });

  test('an answer leads to the statement that decided', async () => {
    await section(page, 'audit.yaml: Bad').getByRole('link', { name: 'Decrypt' }).first().focus();
    await page.keyboard.press('Enter');

    expect(await page.locator(':target').getAttribute('id')).toBe('key-2-statement-3');
    expect((await page.locator(':target').boundingBox())!.y).toBeLessThan(DESKTOP.height / 2);
  });

  test('the difference is opened', async () => {
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');

    expect(await page.locator('details').first().locator('pre').isVisible()).toBe(true);
  });
});

describe('on paper', () => {
  // A4 between its margins
  const PAPER = { width: 718, height: 1047 };

  test.each(['light', 'dark'] as const)('everything is dark on white and nothing is cut off, whatever the screen was: %s', async colorScheme => {
    const page = await show({ viewport: PAPER, colorScheme });
    await page.emulateMedia({ media: 'print' });

    expect(await colourBehind(page.locator('body'))).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('measures.faint()')).toEqual([]);
    expect(await page.evaluate('measures.tooWide()')).toEqual([]);
  });

  test('there is nothing that only a screen can use', async () => {
    const page = await show({ viewport: PAPER });
    await page.emulateMedia({ media: 'print' });

    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('summary').first().isVisible()).toBe(false);
  });

  test('each key begins on a page of its own', async () => {
    const page = await show({ viewport: PAPER });
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;

    expect(pages).toBeGreaterThanOrEqual(4);
    expect(pages).toBeLessThan(20);
  });
});
