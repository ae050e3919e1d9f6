/**
 * A cache of tensors that are derived from another tensor and live as long as that tensor, such as a filter in a
 * kernel's layout. A decoder's filters are the same in every call. Converting them each time took most of the time for
 * decoding one digit.
 */
import * as tf from '@tensorflow/tfjs-core';

interface DisposingBackend {
  disposeData(dataId: object, force?: boolean): boolean;
}

const derived = new Map<object, Map<string, tf.Tensor>>();
const watched = new WeakSet<object>();

/**
 * @param key distinguishes several tensors derived from one source.
 * @param make makes the tensor. It is called once for each source and key: the values of a source never change.
 */
export function derivedFrom<T extends tf.Tensor>(source: tf.Tensor, key: string, make: () => T): T {
  watchDisposals(tf.backend());
  const made = derived.get(source.dataId) ?? new Map<string, tf.Tensor>();
  derived.set(source.dataId, made);
  const known = made.get(key) as T | undefined;
  if (known !== undefined) return known;
  const value = tf.keep(make());
  made.set(key, value);
  return value;
}

/** Frees the derived tensors together with their source. */
function watchDisposals(backend: DisposingBackend): void {
  if (watched.has(backend)) return;
  watched.add(backend);
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    // False means that another tensor still uses the same values.
    const freed = disposeData(dataId, force);
    if (freed) {
      const made = derived.get(dataId);
      derived.delete(dataId);
      for (const tensor of made?.values() ?? []) tensor.dispose();
    }
    return freed;
  };
}
