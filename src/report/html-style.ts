/** How the page looks: in light and dark, on narrow screens and on paper. Every pair of text and background has a contrast of 4.5 to 1 at least. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f7f6f3; --card: #ffffff; --text: #1c2127; --muted: #57606b; --line: #dcd9d2; --link: #1f4f99; --code: #f4f2ee; --name: #4a5568;
  --good: #e2f2e7; --good-text: #14522d; --bad: #fbe3e0; --bad-text: #8a1c16; --doubtful: #fcefd0; --doubtful-text: #664000;
  --iam: #e5edf9; --iam-text: #1d3f77; --unknown: #ece8f6; --unknown-text: #46356e;
  --error-edge: #c0362c; --warning-edge: #c58412; --info-edge: #4b76b8; --good-edge: #3c8f5a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121518; --card: #1a1e23; --text: #e4e7ea; --muted: #a0a9b3; --line: #333a42; --link: #9cc0ff; --code: #14181c; --name: #a9b6c6;
    --good: #163322; --good-text: #a5e3ba; --bad: #431917; --bad-text: #ffb8b0; --doubtful: #3a2b0c; --doubtful-text: #f2d083;
    --iam: #182b4a; --iam-text: #b3cfff; --unknown: #2b2442; --unknown-text: #d0c2f5;
    --error-edge: #e2665c; --warning-edge: #d9a23c; --info-edge: #6f9ae0; --good-edge: #5db680;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 2.5rem 1.5rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
header.page, nav, main, footer { max-width: 74rem; margin: 0 auto; }
h1, h2, h3, h4, p, figure { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; }
h2 { font-size: 1.2rem; line-height: 1.35; font-weight: 650; overflow-wrap: anywhere; }
h3 { font-size: 1rem; font-weight: 650; margin: 2rem 0 0.75rem; }
.finding > :is(h3, h4) { margin: 0; font-size: 0.9rem; font-weight: 600; display: flex; flex-wrap: wrap; gap: 0.35rem 0.6rem; align-items: baseline; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.lead { margin-top: 0.5rem; color: var(--muted); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.name { color: var(--name); }
.line { display: inline-block; width: 100%; padding-left: calc(var(--indent) + 2ch); text-indent: calc(-2ch - var(--indent)); word-break: break-all; }
nav { margin-top: 1.5rem; }
nav ol { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
nav li { padding: 0.5rem 0; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: baseline; }
nav a { margin-right: auto; overflow-wrap: anywhere; }
section { margin-top: 1.75rem; padding: 1.5rem 1.75rem 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.badge { display: inline-block; padding: 0.05rem 0.55rem; border-radius: 1rem; font-size: 0.78rem; font-weight: 600; white-space: nowrap; }
.badge.error { background: var(--bad); color: var(--bad-text); }
.badge.warning { background: var(--doubtful); color: var(--doubtful-text); }
.badge.info { background: var(--iam); color: var(--iam-text); }
.badge.none { background: var(--good); color: var(--good-text); }
table { width: 100%; border-collapse: separate; border-spacing: 0 3px; table-layout: fixed; }
caption { text-align: left; color: var(--muted); font-size: 0.875rem; padding-bottom: 0.5rem; }
thead th { font-size: 0.8125rem; font-weight: 600; color: var(--muted); text-align: left; padding: 0.25rem 0.75rem; text-transform: capitalize; }
thead th:first-child { width: 27%; padding-left: 0; }
tbody th { text-align: left; font-weight: 500; font-size: 0.875rem; padding: 0.55rem 1rem 0.55rem 0; overflow-wrap: anywhere; vertical-align: top; }
td { padding: 0.55rem 0.75rem; vertical-align: top; font-size: 0.875rem; border-left: 3px solid var(--card); }
td strong { display: block; font-weight: 600; }
td .decided { font-size: 0.78rem; overflow-wrap: anywhere; line-height: 1.35; display: block; }
td a { color: inherit; }
td .column { display: none; }
.good { background: var(--good); color: var(--good-text); }
.bad { background: var(--bad); color: var(--bad-text); }
.doubtful { background: var(--doubtful); color: var(--doubtful-text); }
.iam { background: var(--iam); color: var(--iam-text); }
.unknown { background: var(--unknown); color: var(--unknown-text); }
.neutral { background: var(--code); color: var(--muted); }
.legend { list-style: none; margin: 0.75rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; font-size: 0.8125rem; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: 0.45rem; }
.swatch { width: 0.9rem; height: 0.9rem; border-radius: 3px; border: 1px solid currentColor; }
.statement { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.5rem; padding: 1rem 0; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.statement figure { background: var(--code); border-left: 4px solid var(--line); border-radius: 4px; padding: 0.75rem 1rem; align-self: start; }
.statement.error > figure { border-left-color: var(--error-edge); background: color-mix(in srgb, var(--bad) 45%, var(--card)); }
.statement.warning > figure { border-left-color: var(--warning-edge); background: color-mix(in srgb, var(--doubtful) 45%, var(--card)); }
.statement.info > figure { border-left-color: var(--info-edge); background: color-mix(in srgb, var(--iam) 45%, var(--card)); }
.statement:target > figure { outline: 2px solid var(--link); outline-offset: 2px; }
figcaption { font-size: 0.8125rem; font-weight: 600; margin-bottom: 0.4rem; overflow-wrap: anywhere; }
.notes .corrected { margin-top: 1rem; border-left-color: var(--good-edge); }
.corrected pre + pre { margin-top: 0.5rem; padding-top: 0.5rem; border-top: 1px dashed var(--line); }
.nothing { color: var(--muted); font-size: 0.875rem; }
.lead + .finding { margin-top: 1.25rem; }
.finding + .finding { margin-top: 1rem; padding-top: 1rem; border-top: 1px dashed var(--line); }
.finding p { margin-top: 0.35rem; font-size: 0.9rem; overflow-wrap: anywhere; }
.finding .where { color: var(--muted); font-size: 0.8125rem; }
.finding .fix strong { font-weight: 600; margin-right: 0.3rem; color: var(--good-text); }
details { margin-top: 1.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
summary { cursor: pointer; font-weight: 600; }
.diff { margin-top: 0.75rem; background: var(--code); border-radius: 4px; padding: 0.75rem 1rem; }
.diff .added { background: var(--good); color: var(--good-text); }
.diff .removed { background: var(--bad); color: var(--bad-text); }
.diff .place { color: var(--muted); }
footer { margin-top: 2rem; color: var(--muted); font-size: 0.8125rem; }
@media (max-width: 46rem) {
  body { padding: 1.25rem 0.75rem 2rem; }
  section { padding: 1.1rem 1rem 1.25rem; border-radius: 8px; }
  .statement { grid-template-columns: minmax(0, 1fr); gap: 0.9rem; }
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 3px; padding: 0.75rem 0; border-top: 1px solid var(--line); }
  tbody th { grid-column: 1 / -1; padding: 0 0 0.4rem; }
  td { border-left: 0; border-radius: 3px; padding: 0.5rem 0.65rem; }
  td .column { display: block; font-size: 0.75rem; text-transform: capitalize; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --text: #000000; --muted: #444444; --line: #bbbbbb; --link: #000000; --code: #f6f6f6; --name: #444444;
    --good: #e2f2e7; --good-text: #14522d; --bad: #fbe3e0; --bad-text: #8a1c16; --doubtful: #fcefd0; --doubtful-text: #664000;
    --iam: #e5edf9; --iam-text: #1d3f77; --unknown: #ece8f6; --unknown-text: #46356e;
  }
  body { padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, details:not([open]) { display: none; }
  section { border: 0; padding: 0; }
  section + section { break-before: page; }
  tr, .statement, .finding, figure { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
`;
