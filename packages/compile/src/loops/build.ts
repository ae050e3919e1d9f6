/** Turns an optimised graph of ONNX operators into a program of loops and products. */
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
import type { Expression, Operand, Program, Reduction, Statement, Store } from './form.js';
import { loadsOf } from './form.js';
import { placesOf, plain, separated } from './operands.js';
import {
  boundariesOf,
  broadcasted,
  buffersOf,
  cut,
  gathered,
  padded,
  sliced,
  tiled,
  transposed,
  wholeBuffer,
  wholeOf,
  type Buffer,
  type BufferKind,
  type View,
} from './view.js';

/** Operators of one number each, by their ONNX names. */
const scalarOps: Readonly<Record<string, string>> = {
  Abs: 'abs', Acos: 'acos', Acosh: 'acosh', Add: 'add', And: 'and', Asin: 'asin', Asinh: 'asinh',
  Atan: 'atan', Atanh: 'atanh', Cast: 'cast', Ceil: 'ceil', Clip: 'clip', Cos: 'cos', Cosh: 'cosh',
  Div: 'div', Equal: 'equal', Erf: 'erf', Exp: 'exp', Floor: 'floor', Greater: 'greater',
  GreaterOrEqual: 'greaterOrEqual', IsInf: 'isInf', IsNaN: 'isNaN', LeakyRelu: 'leakyRelu', Less: 'less',
  LessOrEqual: 'lessOrEqual', Log: 'log', Max: 'max', Min: 'min', Mod: 'mod', Mul: 'mul', Neg: 'neg', Not: 'not',
  Or: 'or', PRelu: 'prelu', Pow: 'pow', Reciprocal: 'reciprocal', Relu: 'relu', Round: 'round',
  Sign: 'sign', Sin: 'sin', Sinh: 'sinh', Sqrt: 'sqrt', Sub: 'sub', Tan: 'tan', Tanh: 'tanh',
  Where: 'where', Xor: 'xor',
}; // prettier-ignore

const reductions: Readonly<Record<string, Reduction>> = {
  ReduceSum: 'sum',
  ReduceMean: 'mean',
  ReduceMax: 'max',
  ReduceMin: 'min',
  ReduceProd: 'prod',
};

/** Largest number of operators that are computed again rather than stored. */
const mostOperators = 48;
const mostLoads = 12;
/** Largest number of results of one loop. */
const mostStores = 8;

/** @throws CompileError `unsupported-kernel` for an operator that has no loops, and for empty arrays. */
export function buildProgram(graph: Graph): Program {
  const values = [
    ...graph.inputs.map(({ value }) => value),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  // What a reduction or a product of nothing is would be a case of its own in every target.
  if (values.some(({ shape }) => countOf(shape) === 0)) throw unsupported('empty arrays');
  return new Builder(graph).build();
}

class Builder {
  readonly #graph: Graph;
  readonly #statements: Statement[] = [];
  readonly #buffers: Buffer[] = [];
  readonly #values = new Map<Value, Expression>();
  readonly #uses = new Map<Value, number>();
  /** The nodes that read a value. */
  readonly #readers = new Map<Value, Node[]>();
  /** Buffers of results, for the first value that has them. */
  readonly #results = new Map<Value, Buffer>();
  /** Where a product goes that is part of a larger value, so that it is not copied there. */
  readonly #parts = new Map<Value, { readonly of: Value; readonly offset: number }>();
  /** Buffers of values of which parts are written already. */
  readonly #begun = new Map<Value, Buffer>();
  /** Index of the last statement that writes a buffer. */
  readonly #writers = new Map<Buffer, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const node of graph.nodes) {
      for (const value of node.inputs) {
        if (value === undefined) continue;
        this.#uses.set(value, (this.#uses.get(value) ?? 0) + 1);
        this.#readers.set(value, [...(this.#readers.get(value) ?? []), node]);
      }
    }
  }

  /** Finds products that are blocks of a concatenation, and nothing else. */
  #findParts(): void {
    const makers = new Map(
      this.#graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])),
    );
    for (const { op, inputs, outputs, attributes } of this.#graph.nodes) {
      if (op !== 'Concat') continue;
      const [whole] = outputs as [Value];
      const isBlocks = countOf(whole.shape.slice(0, attributes['axis'] as number)) === 1;
      let offset = 0;
      for (const input of isBlocks ? (inputs as Value[]) : []) {
        let part = input;
        const isOnlyHere = (): boolean => this.#uses.get(part) === 1 && !this.#results.has(part);
        while (makers.get(part)?.op === 'Reshape' && isOnlyHere()) {
          part = makers.get(part)!.inputs[0]!;
        }
        if (makers.get(part)?.op === 'Gemm' && isOnlyHere()) {
          this.#parts.set(part, { of: whole, offset });
        }
        offset += countOf(input.shape);
      }
    }
  }

  build(): Program {
    const graph = this.#graph;
    const given = (value: Value, kind: BufferKind): Buffer => {
      const buffer = this.#buffer(kind, value.dtype, countOf(value.shape));
      this.#values.set(value, load(wholeOf(buffer)));
      return buffer;
    };
    const inputs = graph.inputs.map(({ value }) => given(value, 'input'));
    const before = graph.state.map((slot) => given(slot.before, 'state'));
    const ends = resultsOf(graph).map((value, i) => {
      const kind = i < graph.outputs.length ? 'output' : 'state';
      const buffer = this.#buffer(kind, value.dtype, countOf(value.shape));
      if (!this.#results.has(value)) this.#results.set(value, buffer);
      return { value, buffer };
    });
    this.#findParts();
    for (const node of graph.nodes) this.#node(node);
    for (const { value, buffer } of ends) {
      if (this.#results.get(value) === buffer && this.#bufferOf(value) === buffer) continue;
      this.#store([{ to: wholeOf(buffer), value: this.#read(value) }], buffer.size);
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

  #buffer(kind: BufferKind, dtype: DType, size: number, values?: Values): Buffer {
    const id = this.#buffers.length;
    const buffer: Buffer = { id, kind, dtype, size, ...(values !== undefined && { values }) };
    this.#buffers.push(buffer);
    return buffer;
  }

  /** What a value is, as an expression over its own elements. */
  #read(value: Value): Expression {
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    const values = this.#graph.constants.get(value);
    if (values === undefined) throw new Error(`Value ${value.id} is not defined.`);
    const first = Number(values[0]);
    const isSplat = values.length > 0 && values.every((one) => Object.is(Number(one), first));
    const expression = isSplat
      ? number(first, value.dtype)
      : load(wholeOf(this.#buffer('constant', value.dtype, values.length, values)));
    this.#values.set(value, expression);
    return expression;
  }

  /** The buffer that holds exactly this value, if there is one. */
  #bufferOf(value: Value): Buffer | undefined {
    const expression = this.#values.get(value);
    return expression?.kind === 'load' ? wholeBuffer(expression.view) : undefined;
  }

  /** Makes sure that a value lies in a buffer of its own. */
  #stored(value: Value, expression = this.#read(value)): Buffer {
    const held = expression.kind === 'load' ? wholeBuffer(expression.view) : undefined;
    if (held !== undefined) return held;
    const buffer = this.#target(value);
    this.#store([{ to: wholeOf(buffer), value: expression }], buffer.size);
    this.#values.set(value, load(wholeOf(buffer)));
    return buffer;
  }

  /** The buffer that a value is written to: that of a result, or a new one. */
  #target(value: Value): Buffer {
    return this.#results.get(value) ?? this.#buffer('inner', value.dtype, countOf(value.shape));
  }

  /** The buffer of a value whose parts are written one after the other. */
  #begin(value: Value): Buffer {
    const buffer = this.#begun.get(value) ?? this.#target(value);
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
    this.#add({ kind: 'map', count, stores }, stores[0]!.to.buffer);
  }

  #add(statement: Statement, to: Buffer): void {
    this.#writers.set(to, this.#statements.length);
    this.#statements.push(statement);
  }

  #define(value: Value, expression: Expression): void {
    this.#values.set(value, expression);
    if (expression.kind === 'number') return;
    const uses = this.#uses.get(value) ?? 0;
    const { operators, slow, loads } = sizeOf(expression);
    const isResult = this.#results.has(value);
    const isLarge = operators > mostOperators || loads > mostLoads;
    if (isResult || isLarge || (uses > 1 && (slow || operators > 8 || loads > 3))) {
      this.#stored(value);
    }
  }

  /** Moves the views of a value; if they cannot be moved as they are, the value is stored first. */
  #rearrange(node: Node, change: (view: View) => View | undefined): void {
    const [input] = node.inputs as [Value];
    const output = node.outputs[0]!;
    this.#define(output, this.#moved(input, change));
  }

  #moved(input: Value, change: (view: View) => View | undefined): Expression {
    const lazy = moved(this.#read(input), change);
    if (lazy !== undefined) return lazy;
    const buffer = this.#stored(input);
    const stored = moved(load(wholeOf(buffer)), change);
    if (stored === undefined) throw unsupported('a view that cannot be moved');
    return stored;
  }

  #ints(value: Value | undefined): number[] | undefined {
    if (value === undefined) return undefined;
    const values = this.#graph.constants.get(value);
    if (values === undefined) throw unsupported('a shape that is computed');
    return Array.from(values as ArrayLike<number | bigint>, Number);
  }

  #node(node: Node): void {
    const { op, inputs, outputs, attributes } = node;
    const output = outputs[0]!;
    const scalar = scalarOps[op];
    if (scalar !== undefined) return this.#elementwise(node, scalar);
    const reduction = reductions[op];
    if (reduction !== undefined) return this.#reduce(node, reduction);
    if (op === 'ArgMax' || op === 'ArgMin') return this.#indexOf(node);
    const [first] = inputs as [Value];
    const { shape } = first;
    switch (op) {
      case 'Reshape':
      case 'Identity':
        return this.#define(output, this.#read(first));
      case 'Transpose':
        return this.#rearrange(node, (view) =>
          transposed(view, shape, attributes['perm'] as number[]),
        );
      case 'Expand':
        return this.#rearrange(node, (view) => broadcasted(view, shape, output.shape));
      case 'Tile':
        return this.#rearrange(node, (view) => tiled(view, shape, this.#ints(inputs[1])!));
      case 'Split':
        return this.#split(node);
      case 'Slice':
        return this.#slice(node);
      case 'Concat':
        return this.#concat(node);
      case 'Pad':
        return this.#pad(node);
      case 'Gather':
        return this.#gather(node);
      case 'Gemm':
        return this.#gemm(node);
      case 'MatMul':
        return this.#matMul(node);
      case 'Softmax':
      case 'LogSoftmax':
        return this.#softmax(node);
      default:
        throw unsupported(op);
    }
  }

  #elementwise({ op, inputs, outputs, attributes }: Node, scalar: string): void {
    const output = outputs[0]!;
    const read = (value: Value): Expression =>
      this.#moved(value, (view) => broadcasted(view, value.shape, output.shape));
    let operands = (inputs as Value[]).map(read);
    if (!haveCommonFactors(operands, output.shape)) {
      for (const value of inputs as Value[]) this.#stored(value);
      operands = (inputs as Value[]).map(read);
    }
    if (op === 'LeakyRelu') {
      this.#define(output, {
        kind: 'op', dtype: output.dtype, op: scalar, inputs: operands, parameter: attributes['alpha'] as number,
      }); // prettier-ignore
      return;
    }
    const combined = (parts: readonly Expression[]): Expression => ({
      kind: 'op',
      dtype: output.dtype,
      op: scalar,
      inputs: parts,
    });
    // These take any number of operands.
    const isOpen = op === 'Max' || op === 'Min';
    const value = isOpen ? operands.reduce((x, y) => combined([x, y])) : combined(operands);
    this.#define(output, value);
  }

  #reduce({ inputs, outputs }: Node, reduction: Reduction): void {
    const [input, axesOf] = inputs as [Value, Value | undefined];
    const output = outputs[0]!;
    const axes = this.#ints(axesOf) ?? input.shape.map((_, axis) => axis);
    if (!haveCommonFactors([this.#read(input)], input.shape)) this.#stored(input);
    const to = this.#target(output);
    this.#reduced(reduction, this.#read(input), input.shape, axes, to);
    this.#values.set(output, load(wholeOf(to)));
  }

  /** The index of the largest or smallest value along an axis, the first of equal ones. */
  #indexOf({ op, inputs, outputs, attributes }: Node): void {
    const [input] = inputs as [Value];
    const output = outputs[0]!;
    const { shape } = input;
    const given = attributes['axis'] as number;
    const axis = given < 0 ? given + shape.length : given;
    if (!haveCommonFactors([this.#read(input)], shape)) this.#stored(input);
    const to = this.#target(output);
    this.#reduced(op === 'ArgMax' ? 'argMax' : 'argMin', this.#read(input), shape, [axis], to);
    this.#values.set(output, load(wholeOf(to)));
  }

  #reduced(
    reduction: Reduction,
    value: Expression,
    shape: readonly number[],
    axes: readonly number[],
    to: Buffer,
  ): void {
    this.#add({ kind: 'reduce', reduction, value, shape, axes, to }, to);
  }

  /** e^(x - max) over its sum, or the logarithm of that. */
  #softmax({ op, inputs, outputs, attributes }: Node): void {
    const [input] = inputs as [Value];
    const output = outputs[0]!;
    const { shape, dtype } = input;
    const given = attributes['axis'] as number;
    const axis = given < 0 ? given + shape.length : given;
    const kept = shape.map((size, i) => (i === axis ? 1 : size));
    const combined = (name: string, ...parts: Expression[]): Expression => ({
      kind: 'op',
      dtype,
      op: name,
      inputs: parts,
    });
    const along = (reduction: Reduction, value: Expression): Expression => {
      const to = this.#buffer('inner', dtype, countOf(kept));
      this.#reduced(reduction, value, shape, [axis], to);
      return moved(load(wholeOf(to)), (view) => broadcasted(view, kept, shape))!;
    };
    if (!haveCommonFactors([this.#read(input)], shape)) this.#stored(input);
    const x = this.#read(input);
    const shifted = combined('sub', x, along('max', x));
    const exponentials = combined('exp', shifted);
    const sum = along('sum', exponentials);
    this.#define(
      output,
      op === 'Softmax'
        ? combined('div', exponentials, sum)
        : combined('sub', shifted, combined('log', sum)),
    );
  }

  #split({ inputs, outputs, attributes }: Node): void {
    const [input] = inputs as [Value];
    const axis = attributes['axis'] as number;
    let begin = 0;
    for (const output of outputs) {
      const range = { axis, begin, step: 1, size: output.shape[axis]! };
      this.#define(
        output,
        this.#moved(input, (view) => sliced(view, input.shape, range)),
      );
      begin += range.size;
    }
  }

  #slice({ inputs, outputs }: Node): void {
    const [input] = inputs as [Value];
    const [begins, , axes, steps] = inputs.slice(1).map((value) => this.#ints(value)!);
    const output = outputs[0]!;
    const change = (view: View): View | undefined => {
      let current: View | undefined = view;
      const shape = [...input.shape];
      (axes ?? begins!.map((_, axis) => axis)).forEach((axis, i) => {
        if (current === undefined) return;
        const step = steps?.[i] ?? 1;
        const limit = step < 0 ? shape[axis]! - 1 : shape[axis]!;
        const from = begins![i]! < 0 ? begins![i]! + shape[axis]! : begins![i]!;
        const range = { axis, begin: Math.min(from, limit), step, size: output.shape[axis]! };
        current = sliced(current, shape, range);
        shape[axis] = range.size;
      });
      return current;
    };
    this.#define(output, this.#moved(input, change));
  }

  #concat({ inputs, outputs, attributes }: Node): void {
    const output = outputs[0]!;
    const axis = attributes['axis'] as number;
    const to = this.#begin(output);
    let begin = 0;
    for (const input of inputs as Value[]) {
      const range = { axis, begin, step: 1, size: input.shape[axis]! };
      const value = this.#read(input);
      const isThere = value.kind === 'load' && value.view.buffer === to;
      if (!isThere) this.#into(to, output.shape, [range], input);
      begin += range.size;
    }
    this.#values.set(output, load(wholeOf(to)));
  }

  #pad({ inputs, outputs, attributes }: Node): void {
    const [input, padsOf, fillOf] = inputs as [Value, Value, Value | undefined];
    const output = outputs[0]!;
    if (attributes['mode'] !== 'constant') throw unsupported(`Pad ${String(attributes['mode'])}`);
    const pads = this.#ints(padsOf)!;
    const fill = fillOf === undefined ? number(0, output.dtype) : this.#read(fillOf);
    const isZero = fill.kind === 'number' && fill.value === 0;
    if (isZero && pads.every((pad) => pad >= 0) && this.#isReduced(output)) {
      const lazy = this.#padded(input, pads);
      if (lazy !== undefined) return this.#define(output, lazy);
    }
    const to = this.#target(output);
    this.#add({ kind: 'map', count: to.size, stores: [{ to: wholeOf(to), value: fill }] }, to);
    const ranges = input.shape.map((size, axis) => ({ axis, begin: pads[axis]!, step: 1, size }));
    this.#into(to, output.shape, ranges, input);
    this.#values.set(output, load(wholeOf(to)));
  }

  /** Views of a value with zeros around it. */
  #padded(input: Value, pads: readonly number[]): Expression | undefined {
    const shape = [...input.shape];
    const rank = shape.length;
    let padding: Expression | undefined = load(wholeOf(this.#stored(input)));
    for (let axis = 0; axis < rank; axis++) {
      const [before, after] = [pads[axis]!, pads[axis + rank]!];
      padding = padding && moved(padding, (view) => padded(view, shape, axis, before, after));
      shape[axis]! += before + after;
    }
    return padding;
  }

  /** Whether a value is only read by loops over its elements, so that nothing reads it from memory. */
  #isReduced(value: Value): boolean {
    if (this.#results.has(value)) return false;
    const [reader, ...others] = this.#readers.get(value) ?? [];
    if (reader === undefined || others.length > 0) return false;
    if (reductions[reader.op] !== undefined) return true;
    const isView = ['Reshape', 'Gather', 'Transpose'].includes(reader.op);
    return isView && reader.inputs[0] === value && this.#isReduced(reader.outputs[0]!);
  }

  /** Writes a value into a part of a buffer. */
  #into(
    to: Buffer,
    whole: readonly number[],
    ranges: readonly { axis: number; begin: number; step: number; size: number }[],
    input: Value,
  ): void {
    const shape = [...whole];
    let part: View | undefined = wholeOf(to);
    for (const range of ranges) {
      part = part && sliced(part, shape, range);
      shape[range.axis] = range.size;
    }
    if (part === undefined) throw unsupported('a part of a buffer');
    const store = (value: Expression): Store => ({ to: part, value });
    const lazy = this.#read(input);
    const value = haveCommonFactors(partsOf(store(lazy)))
      ? lazy
      : load(wholeOf(this.#stored(input)));
    this.#add({ kind: 'map', count: countOf(input.shape), stores: [store(value)] }, to);
  }

  #gather({ inputs, attributes, outputs }: Node): void {
    const [input, indices] = inputs as [Value, Value];
    const axis = attributes['axis'] as number;
    const size = input.shape[axis]!;
    if (!this.#graph.constants.has(indices)) {
      const rows = { buffer: this.#stored(indices), count: size };
      const value = this.#moved(input, (view) => gathered(view, input.shape, axis, rows));
      return this.#define(outputs[0]!, value);
    }
    const table = this.#ints(indices);
    const places = Int32Array.from(table!, (index) => (index < 0 ? index + size : index));
    if (places.length === 1) {
      const range = { axis, begin: places[0]!, step: 1, size: 1 };
      this.#define(
        outputs[0]!,
        this.#moved(input, (view) => sliced(view, input.shape, range)),
      );
      return;
    }
    this.#define(
      outputs[0]!,
      this.#moved(input, (view) => gathered(view, input.shape, axis, places)),
    );
  }

  #gemm({ inputs, outputs, attributes }: Node): void {
    const [a, b, c] = inputs as [Value, Value, Value | undefined];
    const output = outputs[0]!;
    if (output.dtype !== 'float32') throw unsupported(`Gemm of ${output.dtype}`);
    const [rows, columns] = output.shape as [number, number];
    const isTurned = { a: attributes['transA'] === 1, b: attributes['transB'] === 1 };
    const depth = a.shape[isTurned.a ? 0 : 1]!;
    const isBias = c !== undefined && countOf(c.shape) === columns && c.shape.at(-1) === columns;
    const scale = (attributes['alpha'] as number | undefined) ?? 1;
    const bias = isBias && columns > 1 ? { bias: this.#stored(c) } : {};
    const isSum = c !== undefined && !isBias;
    const isWhole = !isSum && !(isBias && columns === 1);
    const size = countOf(output.shape);
    const part = isWhole ? this.#parts.get(output) : undefined;
    const offset = part?.offset ?? 0;
    const to =
      part !== undefined
        ? this.#begin(part.of)
        : isWhole
          ? this.#target(output)
          : this.#buffer('inner', output.dtype, size);
    this.#add(
      {
        kind: 'product',
        rows,
        columns,
        depth,
        a: this.#operand(a, isTurned.a),
        b: this.#operand(b, isTurned.b),
        ...bias,
        scale,
        to: { buffer: to, offset },
      },
      to,
    );
    const result = load(sliced(wholeOf(to), [to.size], { axis: 0, begin: offset, step: 1, size })!);
    if (isWhole) this.#values.set(output, result);
    else {
      const addend = this.#moved(c, (view) => broadcasted(view, c.shape, output.shape));
      this.#define(output, {
        kind: 'op',
        dtype: output.dtype,
        op: 'add',
        inputs: [result, addend],
      });
    }
  }

  #matMul({ inputs, outputs }: Node): void {
    const [a, b] = inputs as [Value, Value];
    const output = outputs[0]!;
    if (output.dtype !== 'float32') throw unsupported(`MatMul of ${output.dtype}`);
    const [rows, depth] = a.shape.slice(-2) as [number, number];
    const columns = b.shape.at(-1)!;
    const to = this.#target(output);
    const stack = output.shape.slice(0, -2);
    const items = countOf(stack);
    const each = (value: Value): { buffer: Buffer; starts: number[] } => {
      const size = countOf(value.shape.slice(-2));
      const view = broadcasted(
        wholeOf({ id: -1, kind: 'inner', dtype: 'int32', size: countOf(value.shape) / size }),
        value.shape.slice(0, -2),
        stack,
      );
      const places = view === undefined ? [] : placesOf(view);
      return { buffer: this.#stored(value), starts: places.map((place) => place * size) };
    };
    const [left, right] = [each(a), each(b)];
    for (let item = 0; item < items; item++) {
      this.#add(
        {
          kind: 'product',
          rows,
          columns,
          depth,
          a: plain(left.buffer, rows, depth, left.starts[item]!),
          b: plain(right.buffer, depth, columns, right.starts[item]!),
          scale: 1,
          to: { buffer: to, offset: item * rows * columns },
        },
        to,
      );
    }
    this.#values.set(output, load(wholeOf(to)));
  }

  /** A matrix in memory: as it lies there if the places of its rows and columns can be told apart, else copied. */
  #operand(value: Value, isTurned: boolean): Operand {
    const [rows, columns] = value.shape as [number, number];
    const expression = this.#read(value);
    const found =
      expression.kind === 'load' ? separated(expression.view, rows, columns) : undefined;
    const operand = found ?? plain(this.#stored(value), rows, columns, 0);
    return isTurned ? { ...operand, rows: operand.columns, columns: operand.rows } : operand;
  }
}

const partsOf = ({ to, value }: Store): Expression[] => [load(to), value];

/** Whether all views of some expressions can be cut into the same factors. */
function haveCommonFactors(parts: readonly Expression[], shape: readonly number[] = []): boolean {
  const views = parts.flatMap((part) => [...loadsOf(part)]);
  const boundaries = [...boundariesOf(shape), ...views.flatMap(({ sizes }) => boundariesOf(sizes))];
  return views.every((view) => view.sizes.length === 0 || cut(view, boundaries) !== undefined);
}

function unsupported(what: string): CompileError {
  return new CompileError('unsupported-kernel', `There are no loops for ${what}.`);
}
