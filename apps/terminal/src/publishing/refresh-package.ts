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
import { cardFile, readModelFiles, recordFile, sumsFile } from './package-files.js';
import { recordRepetition, type RepetitionOptions } from './record-repetition.js';
import { writeRecord } from './training-record.js';

export interface RefreshOptions {
  /** Replaces the card's licence. */
  readonly license?: string;
  /** Records a repetition of the training. */
  readonly repetition?: RepetitionOptions;
}

/**
 * @param folder the package.
 * @returns the files that change.
 * @throws InvalidFileError for a card without a licence or with invalid front matter; what golden outputs throw.
 */
export async function refreshPackage(
  domain: Domain,
  model: ResolvedModel,
  folder: string,
  { license, repetition }: RefreshOptions,
  io: Io,
): Promise<NamedFiles> {
  const files = readModelFiles(folder);
  const card = new TextDecoder().decode(files[cardFile] ?? new Uint8Array());
  const text = license === undefined ? card : setLicence(card, readLicence(license));
  readCard(text, model.name);
  const golden = files[goldenFile];
  const changed = {
    ...encode({ [cardFile]: text }),
    ...(golden !== undefined && {
      [goldenFile]: recordEngines(
        golden,
        await compareEngines(domain, { ...model, source: fromFiles(model.name, files) }, io),
        model.name,
      ),
    }),
  };
  const record = repetition && (await recordRepetition(model, repetition, io));
  if (record !== undefined) Object.assign(changed, encode({ [recordFile]: writeRecord(record) }));
  return { ...changed, ...encode({ [sumsFile]: writeSums({ ...files, ...changed }) }) };
}
