/** Guards against operations that traced code must not use. */
import { CompileError } from '../ir/errors.js';
import { callerOf } from './caller.js';

/** Runs `fn` with a `Math.random` that throws. */
export function refuseRandom<T>(fn: () => T): T {
  const { random } = Math;
  Math.random = () => {
    const caller = callerOf();
    const by = caller === undefined ? '' : ` (in tf.${caller})`;
    throw new CompileError(
      'not-traceable',
      `Traced code called Math.random${by}: its numbers would be the same at every run. Take the noise as an input.`,
    );
  };
  try {
    return fn();
  } finally {
    Math.random = random;
  }
}
