import type { CorrectedKey } from './correction';
import type { AuditedKey, AuditReport } from '../template/audit-report';

/** What a report is written with. */
export interface ReportOptions {
  /** The version of this package. */
  readonly version: string;

  /** The corrected policies, where they were asked for. */
  readonly corrections: ReadonlyMap<AuditedKey, CorrectedKey>;

  /** Whether a terminal shows colours. */
  readonly colour: boolean;

  /** How many characters fit into a line. */
  readonly columns: number;

  /** The texts of the files that were read, by what reports call them; those of an assembly are not among them. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A report as a text of one format. */
export type Renderer = (report: AuditReport, options: ReportOptions) => string;

// each is loaded when it is needed: one run needs one
const RENDERERS: { readonly [format: string]: () => Renderer } = {
  text: () => (require('./text') as typeof import('./text')).textReport,
  json: () => (require('./json') as typeof import('./json')).jsonReport,
  markdown: () => (require('./markdown') as typeof import('./markdown')).markdownReport,
  html: () => (require('./html') as typeof import('./html')).htmlReport,
  sarif: () => (require('./sarif') as typeof import('./sarif')).sarifReport,
};

/** Writes a report. */
export function render(format: 'text' | 'json' | 'markdown' | 'html' | 'sarif', report: AuditReport, options: ReportOptions): string {
  return RENDERERS[format]()(report, options);
}
