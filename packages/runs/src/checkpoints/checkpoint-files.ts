/**
 * Names and manifests of checkpoint folders: `checkpoints/step-000500` has a `manifest.json` with the checksum of every
 * other file and one of its own. A folder never changes once it has its name.
 */
import { createHash } from 'node:crypto';
import { checkpointManifestSchema, parseJson, CorruptError } from '@speil/api';
import type { CheckpointManifest } from '@speil/api';

export const manifestName = 'manifest.json';

/**
 * The parts of a checkpoint's folder name. The first checkpoint of a step has revision 0, a second, different one
 * revision 1, and so on.
 */
export interface CheckpointName {
  readonly name: string;
  readonly step: number;
  readonly revision: number;
}

export function checkpointName(step: number, revision: number): string {
  return `step-${String(step).padStart(6, '0')}${revision === 0 ? '' : `.${revision}`}`;
}

/** The checkpoints among the names in a folder, newest first. */
export function sortCheckpoints(names: readonly string[]): readonly CheckpointName[] {
  return names
    .flatMap((name): CheckpointName[] => {
      const match = /^step-(\d{6,15})(?:\.(\d{1,9}))?$/u.exec(name);
      return match === null
        ? []
        : [{ name, step: Number(match[1]), revision: Number(match[2] ?? 0) }];
    })
    .sort((a, b) => b.step - a.step || b.revision - a.revision);
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A manifest without its own checksum. */
export type ManifestBody = Omit<CheckpointManifest, 'sha256'>;

/** The text of `manifest.json`; the same manifest always gives the same text. */
export function writeManifest(manifest: ManifestBody): string {
  const files = Object.fromEntries(
    Object.entries(manifest.files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { sha256, bytes }]) => [name, { sha256, bytes }]),
  );
  const { format, formatVersion, step, best } = manifest;
  const body = { format, formatVersion, step, best, files };
  return `${JSON.stringify({ ...body, sha256: sha256(JSON.stringify(body)) }, null, 2)}\n`;
}

/**
 * @param bytes the bytes of `manifest.json`.
 * @throws CorruptError or InvalidFileError unless they are exactly what `writeManifest` wrote.
 */
export function readManifest(bytes: Uint8Array, what: string): CheckpointManifest {
  const manifest = parseJson(checkpointManifestSchema, Buffer.from(bytes).toString('utf8'), what);
  if (!Buffer.from(writeManifest(manifest)).equals(bytes)) {
    throw new CorruptError(`${what} is damaged: its checksum does not match its content.`);
  }
  return manifest;
}
