/** Compiles graphs to WebAssembly, which is assembled here and needs no runtime: for pages, and wherever JavaScript runs. */
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import { buildProgram } from '../loops/build.js';
import { narrowed } from '../loops/narrow.js';
import { packShared } from '../loops/packing.js';
import { signatureOf } from '../onnx/signature.js';
import { optimize } from '../passes/optimize.js';
import { executableOnArrays } from '../runtime/arrays.js';
import type { Executable } from '../runtime/executable.js';
import { encodeModule, type Code } from './encoding.js';
import { floats, set, simd } from './instructions.js';
import { HostMemory } from './memory.js';
import { writeWasm } from './write-wasm.js';

/**
 * Compiles a traced graph to WebAssembly with 128-bit vectors, and with relaxed ones where the host has them. It runs on one
 * thread.
 *
 * @throws CompileError `unsupported-kernel` if a part of the graph has no loops; `not-traceable` for an open dimension,
 *   which is not supported; `runtime` if it needs more than 2 GiB of memory, or if the host has no vectors.
 */
export async function compileWasm(graph: Graph): Promise<Executable> {
  if (graph.open !== undefined) {
    throw new CompileError(
      'not-traceable',
      'WebAssembly has fixed shapes: leave no dimension open.',
    );
  }
  if (!hasVectors()) {
    throw new CompileError('runtime', 'WebAssembly has no 128-bit vectors here.');
  }
  const signature = signatureOf(graph);
  const program = narrowed(packShared(buildProgram(optimize(lower(graph)))));
  const module = writeWasm(program, hasRelaxed());
  const names = signature.outputs.map(({ name }) => name);
  const memory = new HostMemory(module, signature.inputs.length + signature.state.length, names);
  const { instance } = await WebAssembly.instantiate(module.bytes, {
    env: { memory: memory.memory, ...module.host },
  });
  const run = instance.exports['run'] as () => void;
  let unchanged = false;
  const executable = executableOnArrays(signature, (given, wanted) => {
    memory.place(given, wanted, unchanged);
    run();
    memory.fetch(wanted);
  });
  return {
    ...executable,
    memory,
    run(values, runOptions = {}) {
      unchanged = runOptions.unchanged === true;
      return executable.run(values, runOptions);
    },
  };
}

/** Whether a module with one instruction is valid on this host. */
function validates(instruction: Code): boolean {
  const code = set(0, instruction);
  return WebAssembly.validate(
    encodeModule({ functions: [{ parameters: [], locals: ['v128'], code }], exports: {} }),
  );
}

/** Whether the host has the vectors that `compileWasm` needs: every browser since 2023 has. */
export function hasVectors(): boolean {
  return typeof WebAssembly === 'object' && validates(floats(1));
}

/** Whether the host has relaxed vectors (WebAssembly 3.0), which multiply and add in one instruction. */
function hasRelaxed(): boolean {
  const one = floats(1);
  return validates(simd('f32x4.relaxed_madd', one, one, one));
}
