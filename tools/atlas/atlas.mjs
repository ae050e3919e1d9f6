/**
 * Creates the atlas of an image model with two latent dimensions (see atlasSchema in @speil/api). It is a pure function
 * of the model's outputs and the items: the same weights and the same data give the same bytes.
 */
import { createHash } from 'node:crypto';
import { encode as encodePng } from 'fast-png';
import { atlasSchema, latentAtlasSchema, packLatents } from '@speil/api';
import { gridPoints } from '@speil/core';

/** Number of real items whose latents are shown. */
export const itemCount = 2000;
/** Cells of the decoded grid along each side: 16 cells of 28 pixels make a sheet of 448 pixels. */
const gridSide = 16;
const itemColumns = 50;
/** Batch size of the decoder. */
const decodeBatch = 64;

/**
 * @typedef {object} AtlasModel
 * @property {string} name
 * @property {string} weights sha256 of its weights file, hex.
 * @property {(pictures: readonly Uint8Array[], labels: Uint8Array) => Promise<Float32Array>} encode pictures of 0..255
 *   to the means of their posteriors, `[count, 2]`; a conditional model is conditioned on their labels.
 * @property {(latents: Float32Array) => Promise<readonly Uint8Array[]>} decode latents `[count, 2]`.
 *
 * @typedef {object} AtlasData
 * @property {{ id: string, fingerprint: string, size: number }} dataset
 * @property {readonly string[]} classNames
 * @property {[number, number]} tile height, width
 * @property {readonly Uint8Array[]} pictures
 * @property {Uint8Array} labels
 */

/**
 * Creates the complete atlas: the latents, the decoded plane and the items' pictures.
 *
 * @param {AtlasModel} model
 * @param {AtlasData} data
 * @returns {Promise<Record<string, Uint8Array>>} the files of the atlas, by name.
 */
export async function makeAtlas(model, data) {
  const { window, latents } = await encodeAll(model, data);
  const grid = await decodeAll(model, cellMiddles(gridSide, window));
  const itemRows = Math.ceil(data.pictures.length / itemColumns);
  const files = {
    'grid.png': sheet(grid, gridSide, gridSide, data.tile),
    'items.png': sheet(data.pictures, itemColumns, itemRows, data.tile),
    ...latents,
  };
  return withIndex(files, atlasSchema, {
    ...headOf(model, data, window),
    tile: data.tile,
    grid: { file: 'grid.png', columns: gridSide, rows: gridSide },
    items: { file: 'items.png', columns: itemColumns, rows: itemRows },
  });
}

/**
 * Like `makeAtlas`, but creates only the latents, for a model that is compared with one that has a complete atlas of
 * the same items.
 */
export async function makeLatentsAtlas(model, data) {
  const { window, latents } = await encodeAll(model, data);
  return withIndex(latents, latentAtlasSchema, headOf(model, data, window));
}

async function encodeAll(model, { pictures, labels }) {
  const means = await model.encode(pictures, labels);
  const coordinate = (offset) =>
    Float32Array.from({ length: pictures.length }, (_, i) => means[2 * i + offset]);
  const [x, y] = [coordinate(0), coordinate(1)];
  const window = getWindow(x, y);
  return { window, latents: { 'latents.bin': packLatents({ x, y, labels }, window) } };
}

function headOf(model, data, window) {
  return {
    format: 'speil-atlas',
    formatVersion: 1,
    model: { name: model.name, weights: model.weights },
    dataset: data.dataset,
    classNames: data.classNames,
    ...window,
    latents: { file: 'latents.bin', count: data.pictures.length },
  };
}

/** The files and `atlas.json`, which names them. */
function withIndex(files, schema, index) {
  const records = Object.entries(files).map(([name, bytes]) => [
    name,
    { sha256: sha256(bytes), bytes: bytes.length },
  ]);
  const atlas = schema.parse({ ...index, files: Object.fromEntries(records) });
  return {
    'atlas.json': new TextEncoder().encode(`${JSON.stringify(atlas, null, 2)}\n`),
    ...files,
  };
}

/** @param {Uint8Array} bytes */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `count` positions spread evenly over `size`, the first at 0. */
export function evenly(size, count) {
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}

/**
 * The visible square. It contains all but 0.5 % of the coordinates at either end; its centre and its extent are
 * multiples of a half. The few outliers are drawn at its edge, so that they do not shrink everything else.
 */
function getWindow(x, y) {
  const [left, right] = middleOf(x);
  const [bottom, top] = middleOf(y);
  const half = (value) => Math.round(2 * value) / 2;
  const centre = [half((left + right) / 2), half((bottom + top) / 2)];
  const reach = Math.max(right - centre[0], centre[0] - left, top - centre[1], centre[1] - bottom);
  return { centre, extent: Math.ceil(2 * reach) / 2 };
}

/** The range of the values without 0.5 % of them at either end. */
function middleOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(0.005 * sorted.length);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}

/** The centres of the cells, row by row from the top left; the second number grows upwards. */
function cellMiddles(side, { centre: [x, y], extent }) {
  const edge = extent - extent / side;
  return gridPoints({
    columns: side,
    rows: side,
    extent: [x - edge, x + edge, y - edge, y + edge],
  }).values;
}

async function decodeAll(model, points) {
  const pictures = [];
  for (let start = 0; start < points.length; start += 2 * decodeBatch) {
    pictures.push(...(await model.decode(points.slice(start, start + 2 * decodeBatch))));
  }
  return pictures;
}

/**
 * Puts tiles into one PNG of grey and alpha. Pixels are black with the picture's brightness as their opacity, so that a
 * page can draw the picture in any colour. Sixteen levels are enough at this size and halve the file.
 */
function sheet(pictures, columns, rows, [height, width]) {
  const data = new Uint8Array(2 * columns * width * rows * height);
  pictures.forEach((picture, index) => {
    const left = (index % columns) * width;
    const top = Math.floor(index / columns) * height;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const at = (top + row) * columns * width + left + column;
        data[2 * at + 1] = Math.round(picture[row * width + column] / 17) * 17;
      }
    }
  });
  return encodePng(
    { width: columns * width, height: rows * height, data, channels: 2, depth: 8 },
    { zlib: { level: 9 } },
  );
}
