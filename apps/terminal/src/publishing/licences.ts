/** The licence of a published model: an SPDX id, in the spelling of npm and in that of Hugging Face. */
import { createRequire } from 'node:module';
import { nearest } from '@speil/api';
import { UsageError } from '../io/exit.js';

export interface Licence {
  /** As on Hugging Face: `cc-by-sa-3.0`, or `other` for a licence that the card describes. */
  readonly hub: string;
  /** As in package.json: `CC-BY-SA-3.0`. */
  readonly npm: string;
}

// The package is one JSON file without types.
const ids = createRequire(import.meta.url)('spdx-license-ids') as readonly string[];

const byHub: ReadonlyMap<string, string> = new Map(ids.map((id) => [id.toLowerCase(), id]));

/**
 * @param text an SPDX id in any case, with spaces or hyphens: `CC BY-SA 3.0`.
 * @returns undefined for a text that is no SPDX id and not `other`.
 */
export function licenceOf(text: string): Licence | undefined {
  const hub = text.toLowerCase().replaceAll(' ', '-');
  if (hub === 'other') return { hub, npm: 'SEE LICENSE IN README.md' };
  const npm = byHub.get(hub);
  return npm === undefined ? undefined : { hub, npm };
}

/** Reads `--license`. @throws UsageError. */
export function readLicence(text: string): Licence {
  const licence = licenceOf(text);
  if (licence !== undefined) return licence;
  const [near] = nearest(text.toLowerCase(), [...byHub.keys()]);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UsageError(
    `--license must be an SPDX id, such as cc-by-4.0, or other. Received: '${text.slice(0, 60)}'.${hint}`,
  );
}
