/** The rendered scenes: where rays meet solids, light and shadow, and that the pictures do not change. */
import { createHash } from 'node:crypto';
import { datasetContract } from '@speil/testing';
import { describe, expect, it } from 'vitest';
import { renderScene, sceneSide, type Scene } from './render-scene.js';
import { scenesDataset } from './scenes.js';
import { dot, solids, type Vector } from './solids.js';

datasetContract('scenes', () => Promise.resolve(scenesDataset({ split: 'test' })));

const names = Object.keys(solids) as (keyof typeof solids)[];

describe('a solid', () => {
  // By hand, for a radius of 1: a sphere of radius 1, half a cube's side .8, a cylinder's radius .78, a cone's radius .9 at the floor.
  it.each([
    ['sphere', 1, 1],
    ['cylinder', 0.5, 0.78],
    ['cone', 0.001, 0.9 * (1 - 0.0005)],
  ] as const)('%s is met from the front at its own width', (name, y, width) => {
    const hit = solids[name]([0, y, 5], [0, 0, -1], 1);
    expect(hit!.t).toBeCloseTo(5 - width, 5);
  });

  it('cube is met at the face that a rotation by a 3-4-5 triangle turns to the ray', () => {
    // A ray along the face's normal, (-.6, 0, .8), meets it at half the side.
    const hit = solids.cube([-0.6 * 5, 0.8, 0.8 * 5], [0.6, 0, -0.8], 1);
    expect(hit!.t).toBeCloseTo(5 - 0.8, 5);
    expect(hit!.normal[0]).toBeCloseTo(-0.6);
    expect(hit!.normal[2]).toBeCloseTo(0.8);
  });

  it.each(names)('%s has outward normals of length 1, on its surface, from every side', (name) => {
    let met = 0;
    for (let i = 0; i < 200; i++) {
      const angle = i * 2.4;
      const origin: Vector = [3 * Math.cos(angle), (i % 20) / 7, 3 * Math.sin(angle)];
      const aim: Vector = [
        ((i * 7) % 11) / 20 - 0.25,
        0.2 + ((i * 3) % 10) / 10,
        ((i * 5) % 9) / 20 - 0.2,
      ];
      const direction: Vector = [aim[0] - origin[0], aim[1] - origin[1], aim[2] - origin[2]];
      const hit = solids[name](origin, direction, 0.6);
      if (hit === undefined) continue;
      met++;
      expect(dot(hit.normal, hit.normal)).toBeCloseTo(1, 6);
      expect(dot(hit.normal, direction)).toBeLessThan(1e-6);
    }
    expect(met).toBeGreaterThan(50);
  });

  it.each(names)('%s is not met by a ray that leads away or passes above', (name) => {
    expect(solids[name]([0, 0.5, 5], [0, 0, 1], 1)).toBeUndefined();
    expect(solids[name]([0, 2.5, 5], [0, 0, -1], 1)).toBeUndefined();
  });
});

const scene: Scene = {
  solid: 'sphere',
  radius: 0.6,
  x: 0,
  z: 0,
  colour: [0.8, 0.05, 0.05],
  floor: [0.5, 0.5, 0.5],
  wall: [0.5, 0.5, 0.5],
  lamp: [-3, 3.1, 1.9],
};
const pixel = (picture: Float32Array, x: number, y: number): readonly number[] => [
  ...picture.subarray(3 * (y * sceneSide + x), 3 * (y * sceneSide + x) + 3),
];

describe('a rendered scene', () => {
  it('shows the solid in its colour, and floor and wall in theirs', () => {
    const picture = renderScene(scene);
    const [red, green, blue] = pixel(picture, 30, 30);
    expect(red).toBeGreaterThan(0.5);
    expect(green).toBe(blue);
    expect(green!).toBeLessThan(0.4);
    const [r, g, b] = pixel(picture, 2, 60);
    expect([g, b]).toEqual([r, r]);
  });

  it('has its shadow on the side away from the lamp', () => {
    const left = renderScene(scene);
    const right = renderScene({ ...scene, lamp: [3, 3.1, 1.9] });
    // The line from the lamp through the sphere's centre meets the floor at (.72, 0, -.46), seen at about (45, 41).
    const at = (picture: Float32Array, x: number): number => pixel(picture, x, 41)[0]!;
    expect(at(left, 47)).toBeLessThan(at(right, 47) - 0.15);
    expect(at(right, 16)).toBeLessThan(at(left, 16) - 0.15);
  });

  it('is mirrored if its solid and its lamp are mirrored, except for the cube, which is rotated', () => {
    const picture = renderScene({ ...scene, x: 0.4 });
    const mirrored = renderScene({ ...scene, x: -0.4, lamp: [3, 3.1, 1.9] });
    for (let y = 0; y < sceneSide; y += 5) {
      for (let x = 0; x < sceneSide; x += 3) {
        const [one] = pixel(picture, x, y);
        expect(pixel(mirrored, sceneSide - 1 - x, y)[0]).toBeCloseTo(one!, 2);
      }
    }
  });
});

describe('scenes', () => {
  it('are 76,800 combinations of seven factors, a tenth of them held out', () => {
    const [train, test] = [scenesDataset({ split: 'train' }), scenesDataset({ split: 'test' })];
    expect([train.size, test.size]).toEqual([69_120, 7_680]);
    expect(test.factors!.sizes).toEqual([4, 8, 4, 5, 4, 6, 5]);
  });

  it('have the fingerprint of their first 200 pictures', async () => {
    const train = scenesDataset({ split: 'train' });
    const { values } = await train.read(Array.from({ length: 200 }, (_, i) => i));
    const bytes = Uint8Array.from(values, (value) => Math.round(value * 255));
    expect(train.fingerprint).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
