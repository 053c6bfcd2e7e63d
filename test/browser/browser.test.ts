import { startBrowser } from './browser';

test.each(['no-such-browser', '/no/such/browser'])('a browser that is not there is said to be missing, with what helps: %s', async name => {
  await expect(startBrowser(name)).rejects.toThrow(new Error(
    `the browser "${name}" is not there; install Chromium (on Debian the package chromium), or name it in the environment variable CHROMIUM`,
  ));
});
