/** What Ink sets where it cuts a line; it has no setting for another sign. */
const cut = '…';

/**
 * @returns a terminal without Unicode as Ink may write to it: the sign of a line that is cut, the only one that is not of
 *   our own choice, becomes `~`, of the same width.
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
