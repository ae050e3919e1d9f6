/** @returns a function that opens each key only once. A failure is not cached, so that the next caller tries again. */
export function memoise<Key, Value>(
  open: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const opened = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = opened.get(key) ?? open(key);
    opened.set(key, value);
    value.catch(() => opened.delete(key));
    return value;
  };
}
