import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BAD, corrections, GOOD, HARMFUL, options, reportOn, RESOURCE } from './reports';
import { render } from '../../src/report/render';

const BROWSER = process.env.CHROMIUM ?? 'chromium';
const WIDTHS = { phone: 360, tablet: 800, desktop: 1280 };
const DARK = '--blink-settings=preferredColorScheme=0';

/** Runs in a page that shows the report in a frame: what of it is wider than the frame, what cannot be read, and whether anything of it ran. */
const MEASURE = `
  const page = frame.contentDocument, faults = [];
  const channels = colour => colour.startsWith('color') ? colour.match(/[\\d.]+/g).map(Number) : colour.match(/[\\d.]+/g).map((c, i) => i < 3 ? c / 255 : Number(c));
  const luminance = ([r, g, b]) => [r, g, b].map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const background = element => {
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour.length < 4 || colour[3] === 1 ? colour : background(element.parentElement);
  };
  let texts = 0;
  for (const element of page.body.querySelectorAll('*')) {
    // on a phone the column heads are for screen readers alone
    if (!element.closest('thead') && element.getBoundingClientRect().right > frame.clientWidth + 1) faults.push('too wide: ' + element.outerHTML.slice(0, 80));
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    texts++;
    const [light, dark] = [luminance(channels(getComputedStyle(element).color)), luminance(background(element))].sort((a, b) => b - a);
    if ((light + 0.05) / (dark + 0.05) < 4.5) faults.push('too faint: ' + element.outerHTML.slice(0, 80));
  }
  if (page.documentElement.scrollWidth > frame.clientWidth) faults.push('the page is too wide');
  if (luminance(background(page.body)) < 0.5 !== (frame.style.colorScheme === 'dark')) faults.push('light is dark');
  if (page.querySelectorAll('script, img').length > 0) faults.push('something of the policy became an element');
  document.title = JSON.stringify({ texts, faults });`;

function browser(args: string[]): string {
  try {
    return execFileSync(BROWSER, ['--headless', '--disable-gpu', '--no-sandbox', '--hide-scrollbars', '--allow-file-access-from-files', ...args],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  } catch (error: any) {
    if (error.code !== 'ENOENT') throw error;
    console.error(`"${BROWSER}" is not there: install Chromium (on Debian the package "chromium"), or name it in the environment variable CHROMIUM`);
    process.exit(2);
  }
}

const directory = mkdtempSync(join(tmpdir(), 'report-'));
const keys = [BAD, HARMFUL, GOOD];
writeFileSync(join(directory, 'report.html'), render('html', reportOn(keys, [RESOURCE]), options({ corrections: corrections(...keys) })));

let failures = 0;
for (const [screen, width] of Object.entries(WIDTHS)) {
  for (const look of ['light', 'dark']) {
    const frame = join(directory, `${screen}.html`);
    writeFileSync(frame, `<iframe id="frame" src="report.html" style="border:0;width:${width}px;height:800px;color-scheme:${look}"></iframe>
<script>frame.onload = () => { ${MEASURE} };</script>`);
    const dom = browser([...look === 'dark' ? [DARK] : [], '--virtual-time-budget=5000', '--dump-dom', `file://${frame}`]);
    const { texts, faults } = JSON.parse(/<title>(.*?)<\/title>/s.exec(dom)?.[1].replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&') ?? '{"texts":0,"faults":["no answer"]}');
    if (texts < 100) faults.push(`only ${texts} texts`);
    failures += faults.length;
    console.log(`${screen}, ${look}: ${faults.length === 0 ? `${texts} texts, all readable` : faults.join('\n  ')}`);
  }
}
rmSync(directory, { recursive: true });
process.exitCode = failures === 0 ? 0 : 1;
