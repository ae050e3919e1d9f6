/** A change of a public API appears in a diff. `npx vitest run api-report -u` in this folder updates the reports. */
import { describe, expect, it } from 'vitest';
import { listEntries, makeReport, reported } from './api-report.js';

describe.each(reported)('the public API of %s', (folder) => {
  it('matches its reports in docs/api', async () => {
    for (const entry of await listEntries(folder)) {
      await expect(await makeReport(folder, entry), entry.name).toMatchFileSnapshot(entry.report);
    }
  }, 120_000);
});
