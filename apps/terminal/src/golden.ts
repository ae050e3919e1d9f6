/** Golden outputs and packages of published models, for the checks that compare with them. */
export { differenceOf, largestDifference, mostLatentDifference } from './domains/golden.js';
export type { GoldenBatch } from './domains/golden.js';
export { computeGolden, openGoldenData, type Golden } from './domains/images/golden.js';
export { computeMusicGolden, type MusicGolden } from './domains/music/golden.js';
export { readCard } from './publishing/card.js';
export { checkSums, readSums } from './publishing/checksums.js';
export { readResults } from './publishing/eval-results.js';
export { readModelFiles } from './publishing/package-files.js';
