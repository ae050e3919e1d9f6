/** An executable whose tail runs as WebAssembly after the runtime has executed its head. */
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import type { Signature } from '../onnx/signature.js';
import type { Executable, HostArray, HostValue } from '../runtime/executable.js';
import { compileWasm } from '../wasm/compile.js';

/** Compiles a tail. @returns undefined if its arrays do not fit into one memory, or the host has no vectors. */
export async function compileTail(tail: Graph): Promise<Executable | undefined> {
  try {
    return await compileWasm(tail);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

/** @param signature the signature of the whole graph. */
export function withTail(
  head: Executable,
  tail: Executable,
  { inputs, outputs }: Signature,
): Executable {
  const memory = tail.memory!;
  return {
    ...head,
    inputs,
    outputs,
    memory,
    async run(values, { into = {} } = {}) {
      const headInto: Record<string, HostArray> = {};
      for (const { name } of head.outputs) {
        // What the head computes for the tail is written to where the tail reads it.
        const array = into[name] ?? memory.input(name);
        if (array !== undefined) headInto[name] = array;
      }
      const made = await head.run(values, { into: headInto });
      const given = tail.inputs.map(({ name }): [string, HostValue] => [
        name,
        made[name] ?? values[name]!,
      ]);
      Object.assign(made, await tail.run(Object.fromEntries(given), { into }));
      return Object.fromEntries(outputs.map(({ name }) => [name, made[name]!]));
    },
    shapesFor: () =>
      Object.fromEntries(outputs.map(({ name, shape }) => [name, shape as number[]])),
    async dispose() {
      await head.dispose();
      await tail.dispose();
    },
  };
}
