import { existsSync } from 'fs';
import { delimiter, isAbsolute, join } from 'path';
import { Browser, chromium } from 'playwright-core';

/** What a browser must not do of itself: whatever is requested comes from the page. */
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the browser that the environment variable CHROMIUM names, else the one that is called `chromium`; throws if it is not there. */
export async function startBrowser(name = process.env.CHROMIUM ?? 'chromium'): Promise<Browser> {
  const places = isAbsolute(name) ? [name] : (process.env.PATH ?? '').split(delimiter).map(directory => join(directory, name));
  const executablePath = places.find(place => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(`the browser "${name}" is not there; install Chromium (on Debian the package chromium), or name it in the environment variable CHROMIUM`);
  }
  return chromium.launch({ executablePath, args: QUIET, chromiumSandbox: false });
}
