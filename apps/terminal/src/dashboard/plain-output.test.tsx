import { PassThrough } from 'node:stream';
import { Text, render } from 'ink';
import { expect, it } from 'vitest';
import { plainOutput } from './plain-output.js';

it.each([
  ['with Ink’s ellipsis', (stdout: PassThrough) => stdout, '…'],
  ['with an ASCII character', plainOutput<PassThrough>, '~'],
])('a line that is too long is cut %s', (_, through, sign) => {
  const stdout = Object.assign(new PassThrough(), { columns: 80 });
  const app = render(<Text wrap="truncate">{'0123456789'.repeat(9)}</Text>, {
    stdout: through(stdout) as unknown as NodeJS.WriteStream,
    debug: true,
  });
  app.unmount();
  expect(String(stdout.read())).toContain(`${'0123456789'.repeat(8).slice(0, 79)}${sign}`);
});
