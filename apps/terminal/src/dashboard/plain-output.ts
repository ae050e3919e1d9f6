/** The sign that Ink puts where it cuts a line, which cannot be configured. */
const cut = '…';

/**
 * @returns a stream for a terminal without Unicode: the sign of a cut line, the only one that is not of our choice,
 *   becomes `~`, of the same width.
 */
export function plainOutput<T extends NodeJS.WritableStream>(stdout: T): T {
  const write = (text: string | Uint8Array, ...rest: []): boolean =>
    stdout.write(typeof text === 'string' ? text.replaceAll(cut, '~') : text, ...rest);
  return new Proxy(stdout, {
    get(target, key) {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
