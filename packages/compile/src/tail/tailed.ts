/** An executable that runs its tail as WebAssembly loops after the runtime has executed its head. */
import type { Graph } from '../ir/graph.js';
import type { Executable, HostArray, HostValue } from '../runtime/executable.js';
import type { Signature } from '../onnx/signature.js';
import { assemble } from './assemble.js';
import { LoopMemory, paddedBytes } from './memory.js';
import type { Loop, Source, SplitGraph } from './split.js';

type LoopFunction = (...parameters: number[]) => void;

/**
 * @param signature the signature of the whole graph.
 * @returns a function that combines the tail with its compiled head; undefined without a tail or without enough memory.
 */
export function createTail(
  { loops }: SplitGraph,
  constants: Graph['constants'],
  { inputs, outputs }: Signature,
): ((head: Executable) => Executable) | undefined {
  const memory = loops.length === 0 ? undefined : LoopMemory.of(loops);
  if (memory === undefined) return undefined;
  const { bytes, functions } = assemble(loops, constants);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory: memory.memory },
  });
  const compiled = functions.map((name) => instance.exports[name] as LoopFunction);
  const made = new Map(
    loops.flatMap((loop) => loop.outputs.map(({ name }) => [name, loop.length] as const)),
  );

  return (head) => ({
    ...head,
    inputs,
    outputs,
    memory,
    async run(values, { into = {} } = {}) {
      const results: Record<string, HostArray> = {};
      for (const [name, length] of made) results[name] = into[name] ?? new Float32Array(length);
      const headInto: Record<string, HostArray> = {};
      for (const { name } of head.outputs) {
        const array = into[name] ?? memory.inner(name);
        if (array !== undefined) headInto[name] = array;
      }
      const handed = await head.run(values, { into: headInto });
      const read = ({ name, from }: Source): HostValue =>
        from === 'input' ? values[name]! : handed[name]!;
      loops.forEach((loop, i) => runLoop(loop, compiled[i]!, memory, read, results));
      for (const { name } of outputs) results[name] ??= handed[name]!;
      return results;
    },
    shapesFor: () =>
      Object.fromEntries(outputs.map(({ name, shape }) => [name, shape as number[]])),
  });
}

function runLoop(
  { length, arrays, scalars, outputs }: Loop,
  run: LoopFunction,
  memory: LoopMemory,
  read: (source: Source) => HostValue,
  results: Readonly<Record<string, HostArray>>,
): void {
  let scratch = memory.scratch;
  const locate = (array: Float32Array): { at: number; within: Float32Array } => {
    if (memory.holds(array)) return { at: array.byteOffset, within: array };
    const within = new Float32Array(memory.memory.buffer, scratch, length);
    scratch += paddedBytes(length);
    return { at: within.byteOffset, within };
  };
  const pointers = arrays.map((source) => {
    const array = read(source) as Float32Array;
    const { at, within } = locate(array);
    if (within !== array) within.set(array);
    return at;
  });
  const targets = outputs.map(({ name }) => {
    const array = results[name] as Float32Array;
    return { array, ...locate(array) };
  });
  const numbers = scalars.map((source) => {
    const value = read(source);
    return typeof value === 'number' ? value : value[0]!;
  });
  run(...pointers, ...targets.map(({ at }) => at), paddedBytes(length), ...numbers);
  for (const { array, within } of targets) if (within !== array) array.set(within);
}
