/** The ellipsis that Ink prints where it cuts a line. It cannot be configured. */
const cut = '…';

/**
 * @returns a stream for a terminal without Unicode. It replaces Ink's ellipsis, the only character that we do not
 *   choose ourselves, by `~`, which has the same width.
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
