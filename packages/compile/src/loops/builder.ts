/**
 * What stands in memory while a program is built: values as expressions over views, their buffers, and the statements so
 * far. Operators are turned into values and statements by the functions of `build.ts` and its siblings.
 */
import { CompileError } from '../ir/errors.js';
import {
  resultsOf,
  sizeOf as countOf,
  type DType,
  type Graph,
  type Node,
  type Value,
  type Values,
} from '../ir/graph.js';
import { load, moved, number, sizeOf } from './expressions.js';
import type { Expression, Operand, Program, Statement, Store } from './form.js';
import { loadsOf } from './form.js';
import { plain, separated } from './operands.js';
import {
  boundariesOf,
  buffersOf,
  cut,
  wholeBuffer,
  wholeOf,
  type Buffer,
  type BufferKind,
  type View,
} from './view.js';

/** Largest number of operators that are computed again rather than stored. */
const mostOperators = 48;
const mostLoads = 12;
/** Largest number of results of one loop. */
const mostStores = 8;

export class LoopBuilder {
  readonly graph: Graph;
  readonly #statements: Statement[] = [];
  readonly #buffers: Buffer[] = [];
  readonly values = new Map<Value, Expression>();
  readonly #uses = new Map<Value, number>();
  /** The nodes that read a value. */
  readonly readers = new Map<Value, Node[]>();
  /** Buffers of results, for the first value that has them. */
  readonly results = new Map<Value, Buffer>();
  /** Where a product goes that is part of a larger value, so that it is not copied there. */
  readonly parts = new Map<Value, { readonly of: Value; readonly offset: number }>();
  /** Buffers of values of which parts are written already. */
  readonly #begun = new Map<Value, Buffer>();
  /** Index of the last statement that writes a buffer. */
  readonly #writers = new Map<Buffer, number>();

  constructor(graph: Graph) {
    this.graph = graph;
    for (const node of graph.nodes) {
      for (const value of node.inputs) {
        if (value === undefined) continue;
        this.#uses.set(value, (this.#uses.get(value) ?? 0) + 1);
        this.readers.set(value, [...(this.readers.get(value) ?? []), node]);
      }
    }
  }

  /** @param each turns a node into values and statements. */
  build(each: (loops: LoopBuilder, node: Node) => void): Program {
    const graph = this.graph;
    const given = (value: Value, kind: BufferKind): Buffer => {
      const buffer = this.buffer(kind, value.dtype, countOf(value.shape));
      this.values.set(value, load(wholeOf(buffer)));
      return buffer;
    };
    const inputs = graph.inputs.map(({ value }) => given(value, 'input'));
    const before = graph.state.map((slot) => given(slot.before, 'state'));
    const ends = resultsOf(graph).map((value, i) => {
      const kind = i < graph.outputs.length ? 'output' : 'state';
      const buffer = this.buffer(kind, value.dtype, countOf(value.shape));
      if (!this.results.has(value)) this.results.set(value, buffer);
      return { value, buffer };
    });
    this.#findParts();
    for (const node of graph.nodes) each(this, node);
    for (const { value, buffer } of ends) {
      if (this.results.get(value) === buffer && this.#bufferOf(value) === buffer) continue;
      this.#store([{ to: wholeOf(buffer), value: this.read(value) }], buffer.size);
    }
    return {
      statements: this.#statements,
      buffers: this.#buffers,
      inputs,
      outputs: ends.slice(0, graph.outputs.length).map(({ buffer }) => buffer),
      before,
      after: ends.slice(graph.outputs.length).map(({ buffer }) => buffer),
    };
  }

  /** Finds products that are blocks of a concatenation, and nothing else. */
  #findParts(): void {
    const makers = new Map(
      this.graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])),
    );
    for (const { op, inputs, outputs, attributes } of this.graph.nodes) {
      if (op !== 'Concat') continue;
      const [whole] = outputs as [Value];
      const isBlocks = countOf(whole.shape.slice(0, attributes['axis'] as number)) === 1;
      let offset = 0;
      for (const input of isBlocks ? (inputs as Value[]) : []) {
        let part = input;
        const isOnlyHere = (): boolean => this.#uses.get(part) === 1 && !this.results.has(part);
        while (makers.get(part)?.op === 'Reshape' && isOnlyHere()) {
          part = makers.get(part)!.inputs[0]!;
        }
        if (makers.get(part)?.op === 'Gemm' && isOnlyHere()) {
          this.parts.set(part, { of: whole, offset });
        }
        offset += countOf(input.shape);
      }
    }
  }

  buffer(kind: BufferKind, dtype: DType, size: number, values?: Values): Buffer {
    const id = this.#buffers.length;
    const buffer: Buffer = { id, kind, dtype, size, ...(values !== undefined && { values }) };
    this.#buffers.push(buffer);
    return buffer;
  }

  /** What a value is, as an expression over its own elements. */
  read(value: Value): Expression {
    const known = this.values.get(value);
    if (known !== undefined) return known;
    const values = this.graph.constants.get(value);
    if (values === undefined) throw new Error(`Value ${value.id} is not defined.`);
    const first = Number(values[0]);
    const isSplat = values.length > 0 && values.every((one) => Object.is(Number(one), first));
    const expression = isSplat
      ? number(first, value.dtype)
      : load(wholeOf(this.buffer('constant', value.dtype, values.length, values)));
    this.values.set(value, expression);
    return expression;
  }

  /** The buffer that holds exactly this value, if there is one. */
  #bufferOf(value: Value): Buffer | undefined {
    const expression = this.values.get(value);
    return expression?.kind === 'load' ? wholeBuffer(expression.view) : undefined;
  }

  /** Makes sure that a value lies in a buffer of its own. */
  stored(value: Value, expression = this.read(value)): Buffer {
    const held = expression.kind === 'load' ? wholeBuffer(expression.view) : undefined;
    if (held !== undefined) return held;
    const buffer = this.target(value);
    this.#store([{ to: wholeOf(buffer), value: expression }], buffer.size);
    this.values.set(value, load(wholeOf(buffer)));
    return buffer;
  }

  /** The buffer that a value is written to: that of a result, or a new one. */
  target(value: Value): Buffer {
    return this.results.get(value) ?? this.buffer('inner', value.dtype, countOf(value.shape));
  }

  /** The buffer of a value whose parts are written one after the other. */
  begin(value: Value): Buffer {
    const buffer = this.#begun.get(value) ?? this.target(value);
    this.#begun.set(value, buffer);
    return buffer;
  }

  /** Adds stores to an earlier loop over as many elements if nothing forbids it, else as a new loop. */
  #store(stores: readonly Store[], count: number): void {
    const needed = stores.flatMap(({ value }) => [...loadsOf(value)]);
    const writtenSince =
      (i: number) =>
      (view: View): boolean =>
        buffersOf(view).some((buffer) => (this.#writers.get(buffer) ?? -1) >= i);
    const joinable = stores.length === 1 && wholeBuffer(stores[0]!.to) !== undefined;
    const earliest = this.#statements.length - 64;
    for (let i = this.#statements.length - 1; joinable && i >= Math.max(0, earliest); i--) {
      const other = this.#statements[i]!;
      const own = other.kind === 'map' && other.count === count ? other : undefined;
      const written = own?.stores.map(({ to }) => to.buffer) ?? [];
      const outside = needed.filter(writtenSince(i));
      if (
        own !== undefined &&
        own.stores.length < mostStores &&
        own.stores.every(({ to }) => wholeBuffer(to) !== undefined) &&
        outside.every((view) => written.includes(view.buffer) && wholeBuffer(view) !== undefined) &&
        haveCommonFactors([...own.stores, ...stores].flatMap(partsOf))
      ) {
        this.#statements[i] = { ...own, stores: [...own.stores, ...stores] };
        for (const { to } of stores) this.#writers.set(to.buffer, i);
        return;
      }
      if (outside.length > 0) break;
    }
    this.add({ kind: 'map', count, stores }, stores[0]!.to.buffer);
  }

  add(statement: Statement, to: Buffer): void {
    this.#writers.set(to, this.#statements.length);
    this.#statements.push(statement);
  }

  define(value: Value, expression: Expression): void {
    this.values.set(value, expression);
    if (expression.kind === 'number') return;
    const uses = this.#uses.get(value) ?? 0;
    const { operators, slow, loads } = sizeOf(expression);
    const isResult = this.results.has(value);
    const isLarge = operators > mostOperators || loads > mostLoads;
    if (isResult || isLarge || (uses > 1 && (slow || operators > 8 || loads > 3))) {
      this.stored(value);
    }
  }

  /** Moves the views of a value; if they cannot be moved as they are, the value is stored first. */
  rearrange(node: Node, change: (view: View) => View | undefined): void {
    const [input] = node.inputs as [Value];
    const output = node.outputs[0]!;
    this.define(output, this.moved(input, change));
  }

  moved(input: Value, change: (view: View) => View | undefined): Expression {
    const lazy = moved(this.read(input), change);
    if (lazy !== undefined) return lazy;
    const buffer = this.stored(input);
    const stored = moved(load(wholeOf(buffer)), change);
    if (stored === undefined) throw unsupported('a view that cannot be moved');
    return stored;
  }

  ints(value: Value | undefined): number[] | undefined {
    if (value === undefined) return undefined;
    const values = this.graph.constants.get(value);
    if (values === undefined) throw unsupported('a shape that is computed');
    return Array.from(values as ArrayLike<number | bigint>, Number);
  }

  /** A matrix in memory: as it lies there if the places of its rows and columns can be told apart, else copied. */
  operand(value: Value, isTurned: boolean): Operand {
    const [rows, columns] = value.shape as [number, number];
    const expression = this.read(value);
    const found =
      expression.kind === 'load' ? separated(expression.view, rows, columns) : undefined;
    const operand = found ?? plain(this.stored(value), rows, columns, 0);
    return isTurned ? { ...operand, rows: operand.columns, columns: operand.rows } : operand;
  }
}

export const partsOf = ({ to, value }: Store): Expression[] => [load(to), value];

/** Whether all views of some expressions can be cut into the same factors. */
export function haveCommonFactors(
  parts: readonly Expression[],
  shape: readonly number[] = [],
): boolean {
  const views = parts.flatMap((part) => [...loadsOf(part)]);
  const boundaries = [...boundariesOf(shape), ...views.flatMap(({ sizes }) => boundariesOf(sizes))];
  return views.every((view) => view.sizes.length === 0 || cut(view, boundaries) !== undefined);
}

export function unsupported(what: string): CompileError {
  return new CompileError('unsupported-kernel', `There are no loops for ${what}.`);
}
