/**
 * Products read their second operand panel by panel, from a packed copy. Where several products share an operand, as the
 * steps of a recurrent network share its weights, it is packed once for all of them.
 */
import type { Operand, PackStatement, ProductStatement, Program, Statement } from './form.js';
import { accessOf } from './plan.js';
import type { Buffer } from './view.js';

/** Panels of every target divide so many columns. */
export const widestPanel = 32;
/** In products of more rows, packing is a small part of the work. */
const mostRows = 512;
/** Products of fewer columns do not read panels. */
const leastColumns = 8;

interface Group {
  readonly operand: Operand;
  readonly products: number[];
}

/** What else is packed. */
export interface PackOptions {
  /**
   * Whether inputs that are only read as second operands, such as the weights of a decoder, are packed for several runs
   * (`isSteady`). Default false.
   */
  readonly steady?: boolean;
  /** Products of up to so many rows do not read panels. Default 0. */
  readonly fewRows?: number;
  /** Numbers of 4 bytes that a packed copy takes at most. Default: those of panels of `widestPanel` columns. */
  readonly sizeOf?: (depth: number, columns: number) => number;
}

/** Whether the rows of a product are those of items, so that its second operand is the same in many runs. */
const isOfItems = ({ items }: Statement): boolean => items !== undefined;

const sizeOfPanels = (depth: number, columns: number): number =>
  depth * Math.ceil(columns / widestPanel) * widestPanel;

export function packShared(program: Program, options: PackOptions = {}): Program {
  const { statements } = program;
  const { steady = false, fewRows = 0, sizeOf = sizeOfPanels } = options;
  const steadyInputs = new Set(steady ? onlySecondOperands(program) : []);
  const isSteady = ({ operand, products }: Group): boolean =>
    steadyInputs.has(operand.buffer) || isOfItems(statements[products[0]!]!);
  const groups = groupsOf(statements, fewRows).filter(
    (group) => group.products.length > 1 || isSteady(group),
  );
  const added: Buffer[] = [];
  const packs = new Map<number, PackStatement>();
  const packed = new Map<number, Buffer>();
  for (const group of groups) {
    const { operand, products } = group;
    const { depth, columns } = statements[products[0]!] as ProductStatement;
    const to: Buffer = {
      id: program.buffers.length + added.length,
      kind: 'inner',
      dtype: 'float32',
      size: sizeOf(depth, columns),
    };
    added.push(to);
    const pack: PackStatement = { kind: 'pack', from: operand, depth, columns, to };
    packs.set(products[0]!, { ...pack, isSteady: isSteady(group) });
    for (const i of products) packed.set(i, to);
  }
  return {
    ...program,
    buffers: [...program.buffers, ...added],
    statements: statements.flatMap((statement, i): Statement[] => {
      const buffer = packed.get(i);
      if (statement.kind !== 'product' || buffer === undefined) return [statement];
      const pack = packs.get(i);
      return [...(pack === undefined ? [] : [pack]), { ...statement, packed: buffer }];
    }),
  };
}

/** Inputs that nothing but products reads, and those only as their second operand. */
function onlySecondOperands({ statements, inputs }: Program): readonly Buffer[] {
  const others = new Set<Buffer>();
  for (const statement of statements) {
    if (statement.kind === 'product') {
      others.add(statement.a.buffer);
      if (statement.bias !== undefined) others.add(statement.bias);
    } else for (const buffer of accessOf(statement).reads) others.add(buffer);
  }
  return inputs.filter((buffer) => !others.has(buffer));
}

/** Products by their second operand, whose buffer is not written after the first of them. */
function groupsOf(statements: readonly Statement[], fewRows: number): readonly Group[] {
  const lastWrite = new Map<Buffer, number>();
  statements.forEach((statement, i) => {
    for (const buffer of accessOf(statement).writes) lastWrite.set(buffer, i);
  });
  const byBuffer = new Map<Buffer, Group[]>();
  statements.forEach((statement, i) => {
    if (statement.kind !== 'product') return;
    const { b, rows, columns } = statement;
    const isWritten = (lastWrite.get(b.buffer) ?? -1) > i;
    const isLarge = rows > mostRows && !isOfItems(statement);
    if (rows <= fewRows || isLarge || columns < leastColumns || isWritten) return;
    const groups = byBuffer.get(b.buffer) ?? [];
    byBuffer.set(b.buffer, groups);
    const group = groups.find(({ operand }) => isSame(operand, b));
    if (group === undefined) groups.push({ operand: b, products: [i] });
    else group.products.push(i);
  });
  return [...byBuffer.values()].flat();
}

function isSame(one: Operand, other: Operand): boolean {
  const equal = (a: Int32Array, b: Int32Array): boolean =>
    a.length === b.length && a.every((place, i) => place === b[i]);
  return equal(one.rows, other.rows) && equal(one.columns, other.columns);
}
