/** The parts, the factors and the labels of files of pictures with known factors: dSprites and 3D Shapes. */
import { NotFoundError, type Factors } from '@speil/api';
import { isHeldOut } from './held-out.js';
import type { RecordsOptions } from './records.js';

export interface FactoredOptions {
  readonly path: string;
  readonly part: 'train' | 'test';
  /** The factor that gives the labels. */
  readonly labelFactor: number;
  readonly classNames: readonly string[];
}

/**
 * Chooses the pictures of a part. A tenth of all is held out, by index.
 *
 * @param factors of all pictures of the file.
 * @throws NotFoundError if the part is empty.
 */
export function choosePart(
  { names, sizes, values }: Factors,
  { path, part, labelFactor, classNames }: FactoredOptions,
): Pick<RecordsOptions, 'chosen' | 'labels' | 'classNames' | 'factors'> {
  const width = names.length;
  const chosen = Uint32Array.from({ length: values.length / width }, (_, i) => i).filter(
    (i) => isHeldOut(String(i)) === (part === 'test'),
  );
  if (chosen.length === 0) throw new NotFoundError(`${path} has nothing in its ${part} part.`);
  const own = new Uint8Array(chosen.length * width);
  chosen.forEach((from, to) =>
    own.set(values.subarray(from * width, (from + 1) * width), to * width),
  );
  return {
    chosen,
    labels: Uint8Array.from(chosen, (i) => values[i * width + labelFactor]!),
    ...(sizes[labelFactor]! <= classNames.length && { classNames }),
    factors: { names, sizes, values: own },
  };
}
