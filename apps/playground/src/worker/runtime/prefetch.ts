/** Fetches a model's files while the engine is still starting. */
import type { ModelSource } from '@speil/core';

/** @returns a source whose `files` are already on their way. */
export function prefetch(source: ModelSource, files: readonly string[]): ModelSource {
  const early = new Map(files.map((file) => [file, source.read(file)]));
  // The failure is reported to the code that reads the file.
  for (const reading of early.values()) reading.catch(() => undefined);
  return { name: source.name, read: (file) => early.get(file) ?? source.read(file) };
}
