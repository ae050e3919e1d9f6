/** A change of a public surface appears in a diff: `npx vitest run api-report -u` in this folder renews the reports. */
import { describe, expect, it } from 'vitest';
import { listEntries, makeReport, reported } from './api-report.js';

describe.each(reported)('the public surface of %s', (folder) => {
  it('is what its reports in docs/api say', async () => {
    for (const entry of await listEntries(folder)) {
      await expect(await makeReport(folder, entry), entry.name).toMatchFileSnapshot(entry.report);
    }
  }, 120_000);
});
