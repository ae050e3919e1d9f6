import { expect, it } from 'vitest';
import { wantsScreen } from './screen.js';
import { recordedIo } from '../testing/io.js';

it('takes the screen only if a person is watching', () => {
  const here = recordedIo({ tty: true });
  expect(wantsScreen({}, here)).toBe(true);
  expect(wantsScreen({ tui: false }, here)).toBe(false);
  expect(wantsScreen({ json: true }, here)).toBe(false);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { CI: 'true' } }))).toBe(false);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { CI: 'false' } }))).toBe(true);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { TERM: 'dumb' } }))).toBe(false);
  expect(wantsScreen({}, recordedIo())).toBe(false);
});
