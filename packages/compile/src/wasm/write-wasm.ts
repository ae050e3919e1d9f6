/** Writes a program as one module of WebAssembly, and plans its memory. */
import { CompileError } from '../ir/errors.js';
import { ConstantBlock } from '../loops/constants.js';
import { isContiguous } from '../loops/operands.js';
import type { Operand, Program, Statement } from '../loops/form.js';
import { planMemory } from '../loops/plan.js';
import type { Buffer } from '../loops/view.js';
import { encodeModule, type Code, type FunctionCode } from './encoding.js';
import { access, call, float, int, op } from './instructions.js';
import { hostFunctions, type HostFunction } from './write-expressions.js';
import { writeMap, writeReduce, type WrittenLoop } from './write-loops.js';
import { fewRows } from './product-thin.js';
import { productFunctions, spaceFor, type ProductIndices } from './write-products.js';

/** A module and what it needs from its host. Addresses and sizes are in bytes. */
export interface WrittenModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Functions that it imports from `env`. */
  readonly host: Readonly<Record<string, HostFunction>>;
  readonly constants: { readonly at: number; readonly values: Uint8Array };
  /** Where the addresses of inputs and outputs are written before a run. */
  readonly pointers: number;
  /** Inputs, outputs and state, in the order of their addresses. */
  readonly external: readonly Buffer[];
  /** Size of the memory that the module uses itself; arrays of the host follow. */
  readonly size: number;
}

/** Address 0 is no address. */
const first = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export function writeWasm(program: Program, isRelaxed: boolean): WrittenModule {
  const { offsets, bytes: arenaBytes } = planMemory(program);
  const external = [...program.inputs, ...program.before, ...program.outputs, ...program.after];
  const block = new ConstantBlock();
  // Constants come last, because their size is known only at the end.
  const pointers = first;
  const arena = aligned(pointers + 4 * external.length);
  const space = aligned(arena + arenaBytes);
  const widest = program.statements.map((one) => (one.kind === 'product' ? one.columns : 0));
  const constantsAt = aligned(space + spaceFor(Math.max(0, ...widest)));
  const names: string[] = [];
  const host = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const placeOf = (values: Int32Array): Code => int(constantsAt + block.place(values));
  const pointer = (buffer: Buffer): Code => {
    const inner = offsets.get(buffer);
    if (inner !== undefined) return int(arena + inner);
    const outer = external.indexOf(buffer);
    if (outer !== -1) return access('i32.load', [int(pointers + 4 * outer)]);
    return int(constantsAt + block.place(buffer.values!));
  };
  const loops = new Map<string, number>();
  const functions: FunctionCode[] = [];
  const indexOf = ({ function: one }: WrittenLoop): number => {
    const text = `${one.parameters.length} ${one.locals.join()} ${one.code.join()}`;
    const known = loops.get(text) ?? functions.length;
    if (known === functions.length) {
      functions.push(one);
      loops.set(text, known);
    }
    return known;
  };
  // Loops are written before the functions of products, since the numbers of imported functions precede both.
  const written = program.statements.map((statement) => {
    if (statement.kind === 'product' || statement.kind === 'pack') return undefined;
    const loop =
      statement.kind === 'map' ? writeMap(statement, host) : writeReduce(statement, host);
    return { index: indexOf(loop), loop };
  });
  const products = productFunctions(names.length + functions.length, isRelaxed);
  const operand = ({ buffer, rows, columns }: Operand): Code[] => [
    pointer(buffer),
    placeOf(rows),
    placeOf(columns),
  ];
  const calls = program.statements.map((statement, i): Code => {
    if (written[i] !== undefined) {
      const { index, loop } = written[i];
      return call(names.length + index, ...loop.buffers.map(pointer), ...loop.tables.map(placeOf));
    }
    return callOfProduct(statement, products, { pointer, operand, space });
  });
  const run: FunctionCode = { parameters: [], locals: [], code: calls.flat() };
  const all = [...functions, ...products.functions, run];
  const bytes = encodeModule({
    imports: names.map((name) => ({ name, parameters: ['f32', 'f32'], result: 'f32' })),
    functions: all,
    exports: { run: all.length - 1 },
  });
  const values = block.written();
  return {
    bytes,
    host: Object.fromEntries(names.map((name) => [name, hostFunctions[name]!])),
    constants: { at: constantsAt, values },
    pointers,
    external,
    size: aligned(constantsAt + values.byteLength),
  };
}

interface Addresses {
  readonly pointer: (buffer: Buffer) => Code;
  readonly operand: (operand: Operand) => readonly Code[];
  readonly space: number;
}

function callOfProduct(
  statement: Statement,
  { gemm, packAll, thin }: ProductIndices,
  { pointer, operand, space }: Addresses,
): Code {
  if (statement.kind === 'pack') {
    const { from, depth, columns, to } = statement;
    const matrix = operand(from);
    return call(
      packAll,
      int(columns),
      int(depth),
      ...matrix,
      int(Number(isContiguous(from))),
      pointer(to),
    );
  }
  if (statement.kind !== 'product') {
    throw new CompileError('unsupported-kernel', `There is no WebAssembly for ${statement.kind}.`);
  }
  const { rows, columns, depth, a, b, packed, bias, scale, to } = statement;
  const second =
    packed === undefined
      ? [...operand(b), int(Number(isContiguous(b))), int(0)]
      : [int(0), int(0), int(0), int(0), pointer(packed)];
  const sizes = [int(rows), int(columns), int(depth)];
  const added = bias === undefined ? int(0) : pointer(bias);
  const out = op('i32.add', pointer(to.buffer), int(to.offset * 4));
  if (rows <= fewRows && packed === undefined && isContiguous(b)) {
    return call(thin, ...sizes, ...operand(a), ...operand(b), added, out, float(scale));
  }
  return call(gemm, ...sizes, ...operand(a), ...second, added, out, int(space), float(scale));
}
