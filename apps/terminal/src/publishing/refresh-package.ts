/**
 * Brings a package up to date after an edit of its card by hand, or on a machine with other engines: the card's licence,
 * the golden outputs of this machine's engines, and the checksums.
 */
import { fromFiles } from '@speil/core';
import type { Domain, NamedFiles, ResolvedModel } from '../domains/domain.js';
import { goldenFile } from '../domains/golden.js';
import type { Io } from '../io/io.js';
import { readCard, setLicence } from './card.js';
import { writeSums } from './checksums.js';
import { compareEngines, recordEngines } from './compare-engines.js';
import { readLicence } from './licences.js';
import { encode } from './npm-package.js';
import { cardFile, readModelFiles, sumsFile } from './package-files.js';

/**
 * @param folder the package. @param license replaces the card's licence.
 * @returns the files that change.
 * @throws InvalidFileError for a card without a licence or with invalid front matter; what golden outputs throw.
 */
export async function refreshPackage(
  domain: Domain,
  model: ResolvedModel,
  folder: string,
  license: string | undefined,
  io: Io,
): Promise<NamedFiles> {
  const files = readModelFiles(folder);
  const card = new TextDecoder().decode(files[cardFile] ?? new Uint8Array());
  const text = license === undefined ? card : setLicence(card, readLicence(license));
  readCard(text, model.name);
  const golden = files[goldenFile];
  const changed: NamedFiles = {
    ...encode({ [cardFile]: text }),
    ...(golden !== undefined && {
      [goldenFile]: recordEngines(
        golden,
        await compareEngines(domain, { ...model, source: fromFiles(model.name, files) }, io),
        model.name,
      ),
    }),
  };
  return { ...changed, ...encode({ [sumsFile]: writeSums({ ...files, ...changed }) }) };
}
