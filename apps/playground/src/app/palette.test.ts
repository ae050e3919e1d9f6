/**
 * Tests that people with common kinds of colour blindness can distinguish the classes by colour. Colour blindness is
 * simulated with the matrices of Machado, Oliveira & Fernandes 2009 (severity 1). Distances are Euclidean in OKLab
 * (Ottosson 2020).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

type Triple = [number, number, number];

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');

function token(name: string, theme: 0 | 1): Triple {
  const match = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`, 'u').exec(css);
  const hex = match?.[theme + 1] ?? '';
  return [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

const apply = (matrix: readonly Triple[], colour: Triple): Triple =>
  matrix.map((row) => row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2]) as Triple;

const sights: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab(colour: Triple): Triple {
  const clipped = colour.map((value) => Math.min(1, Math.max(0, value))) as Triple;
  const lms = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    clipped,
  ).map(Math.cbrt) as Triple;
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: Triple, b: Triple): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the class colours in the %s theme', (_, theme) => {
  const classes = Array.from({ length: 10 }, (_, label) => token(`class-${label}`, theme));

  it.each(Object.keys(sights))('are distinguishable with %s', (sight) => {
    const seen = classes.map((colour) => oklab(apply(sights[sight]!, colour)));
    const distances = seen.flatMap((a, i) =>
      seen.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    // About four times the smallest noticeable distance (0.02).
    expect(Math.min(...distances)).toBeGreaterThan(0.08);
  });

  it('have the contrast to the paper that WCAG 1.4.11 requires for graphics, 3 to 1', () => {
    for (const colour of classes)
      expect(contrast(colour, token('paper', theme))).toBeGreaterThan(3);
  });
});
