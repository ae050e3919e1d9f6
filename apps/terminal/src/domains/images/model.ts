/** Loads a model of pictures, reads picture files for it, and limits the number of pictures of a command. */
import { sizeOf, type PictureFit } from '@speil/api';
import { loadModel, type LoadedModel } from '@speil/core';
import { inferInputShape } from '@speil/core/spec';
import { imageCodec, invert } from '@speil/images';
import { decodeFileToFit, pictureFileLimit } from '@speil/images/node';
import type { Picture } from '@speil/images';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import { readBounded } from '../../files/files.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';

/** Loads a model, passes it to `use`, and frees it whatever happens. */
export async function withPictureModel<R>(
  { source }: Pick<ResolvedModel, 'source'>,
  options: EngineOption,
  io: Io,
  use: (model: LoadedModel<Picture>) => Promise<R>,
): Promise<R> {
  const engine = await openEngine(io, options);
  io.progress.update('loading the model');
  const model = await loadModel(source, { codec: imageCodec, engine });
  io.progress.update('decoding');
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

export interface ReadPictureOptions {
  readonly cwd: string;
  readonly inverted?: boolean;
  /** How pictures of other proportions are fitted. Default: `stretch`. */
  readonly fit?: PictureFit;
  /**
   * The shape to fit to. Default: the shape of the encoder's input, which is smaller than the output in a
   * super-resolution model.
   */
  readonly shape?: readonly number[];
}

/** Reads a PNG or JPEG file as a picture of the shape that the model takes. */
export async function readPicture(
  file: string,
  model: LoadedModel<Picture>,
  { cwd, inverted = false, fit, shape = inferInputShape(model.spec) }: ReadPictureOptions,
): Promise<Picture> {
  const bytes = readBounded(file, { cwd, limit: pictureFileLimit, what: 'a picture' });
  const fitted = await decodeFileToFit(bytes, file, shape, fit);
  return inverted ? invert(fitted) : fitted;
}

/**
 * Upper bound on the bytes of all pictures that a command makes, which is enough for 85,000 pictures of MNIST's size.
 */
const pixelLimit = 2 ** 26;

/** Checks the number of pictures before they are decoded. @throws UsageError if they would not fit in memory. */
export function refuseTooMany(count: number, { spec }: LoadedModel<Picture>): void {
  const { shape } = spec.codec;
  const most = Math.floor(pixelLimit / sizeOf(shape));
  if (count <= most) return;
  throw new UsageError(
    `At most ${most} pictures of ${shape.join(' x ')} fit one command. Received: ${count}.`,
  );
}
