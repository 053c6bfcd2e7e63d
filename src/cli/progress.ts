import type { Output } from './terminal';

/** With fewer steps nobody has to wait. */
const SILENT_STEPS = 10;

/** Says on a terminal what is being done, in one line that is gone when it is done. */
export class Progress {
  private steps = 0;
  private shown = false;

  public constructor(private readonly output: Output) {}

  /** Says what comes next. */
  public step(what: string): void {
    if (!this.output.isTTY || ++this.steps <= SILENT_STEPS) return;
    this.output.write(`\r\u001b[K${what}`);
    this.shown = true;
  }

  /** Clears the line. */
  public done(): void {
    if (this.shown) this.output.write('\r\u001b[K');
  }
}
