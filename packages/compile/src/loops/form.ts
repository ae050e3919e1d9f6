/**
 * The loop form: what stands between the optimised graph and the code of a target. A program is a list of statements
 * over buffers; each statement is one loop nest with the arithmetic that was fused into it, or one matrix product.
 */
import type { DType } from '../ir/graph.js';
import type { Buffer, View } from './view.js';

/** An operator of one number each. */
export type ScalarOp = string;

export type Expression =
  | { readonly kind: 'load'; readonly dtype: DType; readonly view: View }
  | { readonly kind: 'number'; readonly dtype: DType; readonly value: number }
  | {
      readonly kind: 'op';
      readonly dtype: DType;
      readonly op: ScalarOp;
      readonly inputs: readonly Expression[];
      /** Such as the slope of a leaky ReLU. */
      readonly parameter?: number;
    };

/** One result of a map: the expression's values, written through a view of the same number of elements. */
export interface Store {
  readonly to: View;
  readonly value: Expression;
}

/** What a run may leave out of a statement. */
interface Extent {
  /** Items of the batch in the statement's slowest loop; a run may compute only the first of them. */
  readonly items?: number;
  /** Whether it depends only on inputs that are often the same in the next run, which then needs it no more. */
  readonly isSteady?: boolean;
}

/** Elementwise arithmetic over one index space. */
export interface MapStatement extends Extent {
  readonly kind: 'map';
  readonly count: number;
  readonly stores: readonly Store[];
}

/** Those with `arg` give the index along one axis instead of a value. */
export type Reduction = 'sum' | 'mean' | 'max' | 'min' | 'prod' | 'argMax' | 'argMin';

/** A reduction over some of the axes of a shape, of an expression. */
export interface ReduceStatement extends Extent {
  readonly kind: 'reduce';
  readonly reduction: Reduction;
  readonly value: Expression;
  /** Shape of what is reduced. */
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  /** Where results go, one for each element of the axes that are kept. */
  readonly to: Buffer;
}

/**
 * A matrix operand. The place of element (i, j) is `rows[i] + columns[j]`, so that windows of a picture are a matrix
 * without being copied into one.
 */
export interface Operand {
  readonly buffer: Buffer;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** `to[b, i, j] = sum over k of a[i, k] b[k, j], plus bias[j]`, for each item of a stack. */
export interface ProductStatement extends Extent {
  readonly kind: 'product';
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly a: Operand;
  readonly b: Operand;
  /** A packed copy of `b`, which is read instead. */
  readonly packed?: Buffer;
  readonly bias?: Buffer;
  readonly scale: number;
  /** Start of the result in its buffer. */
  readonly to: { readonly buffer: Buffer; readonly offset: number };
}

/** Copies a matrix to the panels in which a target's products read it. */
export interface PackStatement extends Extent {
  readonly kind: 'pack';
  readonly from: Operand;
  readonly depth: number;
  readonly columns: number;
  readonly to: Buffer;
}

export type Statement = MapStatement | ReduceStatement | ProductStatement | PackStatement;

export interface Program {
  readonly statements: readonly Statement[];
  readonly buffers: readonly Buffer[];
  /** Buffers of the graph's inputs, outputs and state, in the order of its signature. */
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly before: readonly Buffer[];
  readonly after: readonly Buffer[];
}

/** All views that an expression loads. */
export function loadsOf(expression: Expression, into = new Set<View>()): Set<View> {
  if (expression.kind === 'load') into.add(expression.view);
  if (expression.kind === 'op') for (const input of expression.inputs) loadsOf(input, into);
  return into;
}
