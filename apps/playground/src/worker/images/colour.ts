/** The networks of colour pictures. Each model is fetched when it is first needed. */
import type { Dataset } from '@speil/api';
import { imageCodec, resize, scenesDataset } from '@speil/images';
import type { Picture } from '@speil/images';
import { colourModels, colourSide } from '../protocol/images';
import type { ColourPicture, ColourResult, ColourTask } from '../protocol/images';
import { memoise } from '../runtime/memoise';
import { degrade, reconstructOne } from './degrade';
import { openModel, toPicture } from './open-model';

const codec = imageCodec({ id: 'image', shape: [colourSide, colourSide, 3] });

export type AskColour = (picture: ColourPicture, task: ColourTask) => Promise<ColourResult>;

export function createColour(): AskColour {
  const open = memoise(async (task: ColourTask) =>
    (await openModel(colourModels[task], 'colour')).as(),
  );
  let scenes: Dataset | undefined;

  /** Renders a scene, or takes the pixels of a file. */
  async function find(picture: ColourPicture): Promise<Picture> {
    if (picture.kind === 'pixels') return toPicture(picture.pixels, 3);
    scenes ??= scenesDataset({ split: 'test' });
    const { values } = await scenes.read([picture.index]);
    return codec.decode(Float32Array.from(values));
  }

  return async (picture, task) => {
    const model = await open(task);
    const original = await find(picture);
    const takesOriginal = model.spec.input === null;
    const input = takesOriginal ? original : await degrade(model, original, { seed: 0 });
    const isSmall = input.width < original.width;
    return {
      original: original.pixels,
      input: takesOriginal ? undefined : input.pixels,
      usual: isSmall ? resize(input, colourSide, colourSide, 'cubic').pixels : undefined,
      network: await reconstructOne(model, input),
    };
  };
}
