/** The binary format of WebAssembly: numbers, lists, sections and whole modules. */

/** Instructions, or other parts of a module, as bytes. */
export type Code = readonly number[];

export const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

const sections = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;
const functionType = 0x60;

/** LEB128 without a sign, the encoding of all counts and indices. */
export function unsigned(value: number): number[] {
  const low = value & 127;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 128, ...unsigned(rest)];
}

/** LEB128 with a sign, the encoding of whole numbers in instructions. */
export function signed(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
  return isLast ? [low] : [low | 128, ...signed(rest)];
}

/** The four bytes of a float32. */
export function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function list(items: readonly Code[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return list([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

function inSection(id: number, items: readonly Code[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

/** The types of a function's parameters and result. */
export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
}

/** A function with its local variables, each of which follows the parameters in order. */
export interface FunctionCode extends FunctionType {
  readonly locals: readonly ValueType[];
  readonly code: Code;
}

export interface ModuleContent {
  /** Functions of the host, from `env`; their indices come before those of the module's own. */
  readonly imports?: readonly (FunctionType & { readonly name: string })[];
  readonly functions: readonly FunctionCode[];
  /** Names of functions, by their place among the module's own. */
  readonly exports: Readonly<Record<string, number>>;
  /** Whether threads share the memory. Default false. */
  readonly isShared?: boolean;
}

/** The largest memory, in pages of 64 KiB, that a module with shared memory accepts. */
const maxPages = 65_536;

/** A module that uses the memory `env.memory`. */
export function encodeModule({
  imports = [],
  functions,
  exports,
  isShared = false,
}: ModuleContent): Uint8Array<ArrayBuffer> {
  const all = [...imports, ...functions];
  const typeOf = ({ parameters, result }: FunctionType): Code => [
    functionType,
    ...list(parameters.map((one) => [types[one]])),
    ...list(result === undefined ? [] : [[types[result]]]),
  ];
  const limits = isShared ? [3, 1, ...unsigned(maxPages)] : [0, 1];
  const memory = [...text('env'), ...text('memory'), 2, ...limits];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...inSection(sections.types, all.map(typeOf)),
    ...inSection(sections.imports, [
      memory,
      ...imports.map(({ name }, i) => [...text('env'), ...text(name), 0, ...unsigned(i)]),
    ]),
    ...inSection(
      sections.functions,
      functions.map((_, i) => unsigned(imports.length + i)),
    ),
    ...inSection(
      sections.exports,
      Object.entries(exports).map(([name, i]) => [
        ...text(name),
        0,
        ...unsigned(imports.length + i),
      ]),
    ),
    ...inSection(
      sections.code,
      functions.map(({ locals, code }) => {
        const declared = groupsOf(locals).map(([type, count]) => [...unsigned(count), types[type]]);
        const body = [...list(declared), ...code, 0x0b];
        return [...unsigned(body.length), ...body];
      }),
    ),
  ]);
}

/** Neighbours of the same type. */
function groupsOf(locals: readonly ValueType[]): (readonly [ValueType, number])[] {
  const groups: [ValueType, number][] = [];
  for (const type of locals) {
    const last = groups.at(-1);
    if (last?.[0] === type) last[1] += 1;
    else groups.push([type, 1]);
  }
  return groups;
}
