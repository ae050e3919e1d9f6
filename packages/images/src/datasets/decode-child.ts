/** The process of `decode-apart.ts`: a file on standard input, pixels on standard output, or why not on standard error. */
import { readFileSync, writeFileSync } from 'node:fs';
import { isSpeilError, parseWith, pictureFitSchema } from '@speil/api';
import { decodeToFit } from '../pictures/decode.js';
import { refused } from './decode-apart.js';

const [what = 'A file', shape = '', fit] = process.argv.slice(2);
try {
  const { pixels } = decodeToFit(
    readFileSync(0),
    what,
    shape.split(',').map(Number),
    parseWith(pictureFitSchema, fit, 'The fit'),
  );
  writeFileSync(1, pixels);
} catch (error) {
  if (!isSpeilError(error)) throw error;
  writeFileSync(2, error.message);
  process.exitCode = refused;
}
