/**
 * A change of a public API appears in a diff, and every public name has a doc comment. `npx vitest run api-report -u` in
 * this folder updates the reports.
 */
import { describe, expect, it } from 'vitest';
import { entriesOf, publicPackages } from '../../lib/entries.mjs';
import { makeReport, reportOf, undocumentedIn } from './api-report.js';

describe.each(publicPackages)('the public API of %s', (folder) => {
  it('matches its reports in docs/api, and has no name without a doc comment', async () => {
    for (const entry of entriesOf(folder)) {
      const report = await makeReport(folder, entry);
      await expect(report, entry.name).toMatchFileSnapshot(reportOf(entry));
      expect(undocumentedIn(report), entry.name).toEqual([]);
    }
  }, 240_000);
});

it('finds names without a doc comment', () => {
  const report = [
    '// @public (undocumented)',
    'export interface Named {',
    '    // (undocumented)',
    '    readonly name: string;',
    '    readonly said: string;',
    '}',
  ].join('\n');
  expect(undocumentedIn(report)).toEqual(['export interface Named {', 'readonly name: string;']);
});
