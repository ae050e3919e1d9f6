/** Recognises the out-of-memory error of each engine, and names the batch size, which the user can reduce. */
import { OutOfMemoryError } from '@speil/api';

/**
 * Each line matches the messages of one source: onnxruntime and C++; V8's arrays; the wasm backend (whose allocator
 * returns null, so that the first write fails); GPUs.
 */
const words = [
  /failed to allocate memory|bad_?alloc|bad allocation/iu,
  /array buffer allocation failed|invalid (typed )?array (buffer )?length/iu,
  /\bOOM\b|memory access out of bounds|cannot enlarge memory|could not allocate memory/iu,
  /out of (device )?memory|OUT_OF_MEMORY/iu,
];

/**
 * @returns the error to throw: one that names the batch size if memory ran out, and the original error otherwise.
 */
export function namingBatchSize(error: unknown, batchSize: number): unknown {
  if (!(error instanceof Error) || !words.some((word) => word.test(error.message))) return error;
  const smaller = batchSize > 1 ? ` Try a smaller batch, such as ${Math.ceil(batchSize / 2)}.` : '';
  return new OutOfMemoryError(
    `Out of memory in a step with a batch of ${batchSize.toLocaleString('en')}.${smaller}`,
    { cause: error },
  );
}
