import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shellBeside } from '../../lib/browser.mjs';

it('Playwright’s headless shell is found from the path of the full browser', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'speil-browser-'));
  const whole = join(dir, 'chromium-1255', 'chrome-linux64', 'chrome');
  expect(shellBeside(whole)).toBe('');
  // The layout of playwright-core 1.65.
  const folder = join(dir, 'chromium_headless_shell-1255', 'chrome-headless-shell-linux64');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'LICENSE'), '');
  await writeFile(join(folder, 'chrome-headless-shell'), '');
  expect(shellBeside(whole)).toBe(join(folder, 'chrome-headless-shell'));
  await rm(dir, { recursive: true });
});
