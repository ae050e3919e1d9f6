/** One value a key; a failure is forgotten, so that the next one who asks tries again. */
export function once<Key, Value>(open: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const opened = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = opened.get(key) ?? open(key);
    opened.set(key, value);
    value.catch(() => opened.delete(key));
    return value;
  };
}
