/** Something that the user can put right: bad usage or unreadable input. Its message is one line. */
export class Problem extends Error {
  public constructor(message: string) {
    super(oneLine(message));
  }
}

/** The message of whatever was thrown, in one line that no terminal takes for a command. */
export function reasonOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}

function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
