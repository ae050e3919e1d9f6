/** A temporary folder for a test. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { onTestFinished } from 'vitest';

/** @returns a new folder, which is removed after the test. */
export function workFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
