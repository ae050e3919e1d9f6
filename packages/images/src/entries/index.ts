/** Pictures, their codec, PNG and JPEG, and composed pictures. Functions that need a disk are in `@speil/images/node`. */
export { imageCodec } from '../pictures/picture.js';
export type { Picture } from '../pictures/picture.js';
export { decodePng, encodePng } from '../pictures/png.js';
export type { DecodePngOptions } from '../pictures/png.js';
export { decodeJpeg } from '../pictures/jpeg.js';
export type { DecodeJpegOptions } from '../pictures/jpeg.js';
export { decodePicture, decodeToFit } from '../pictures/decode.js';
export { readClaimedSize } from '../pictures/claimed-size.js';
export type { ClaimedSize } from '../pictures/claimed-size.js';
export { montage, pairs, strips } from '../pictures/montage.js';
export type { MontageOptions, StripsOptions } from '../pictures/montage.js';
export { scatterPlot } from '../pictures/scatter.js';
export type { ScatterOptions } from '../pictures/scatter.js';
export {
  bicubicBaseline,
  enlarge,
  invert,
  resize,
  toColour,
  toGrey,
} from '../pictures/transform.js';
export { pixelDataset } from '../datasets/pixels.js';
export type { PixelsOptions } from '../datasets/pixels.js';
export { augmentDataset } from '../datasets/augment.js';
export { shapeNames, shapesDataset } from '../generated/shapes.js';
export type { ShapesOptions } from '../generated/shapes.js';
export { sceneNames, scenesDataset } from '../generated/scenes.js';
