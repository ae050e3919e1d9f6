/**
 * Probes of latents: how well a linear map or the nearest neighbours predict classes. The model is not trained further.
 */
import { InvalidArgumentError, throwIfAborted, type Batch } from '@speil/api';
import { argMax } from './classes.js';
import { assertLabelled, assertSameWidth, rowsOf, squaredDistance, type Rows } from './rows.js';

/** Latents with their classes. */
export interface Labelled {
  /** `[n, ...latentShape]`. */
  readonly latents: Batch;
  /** One class per item: integers from 0. */
  readonly labels: ArrayLike<number>;
}

/** How a linear classifier is fitted. */
export interface LinearProbeOptions {
  /** Weight decay: half of it times the sum of squared weights is added to the mean loss. Default 1e-4. */
  readonly l2?: number;
  /** Maximum number of steps. Default 500. */
  readonly steps?: number;
}

/** A linear classifier of latents, and how good it is. */
export interface LinearProbe {
  /** Accuracy on the test items. */
  readonly accuracy: number;
  /** Mean cross-entropy on the training items, in nats. */
  readonly loss: number;
  /** Weights for standardised latents, row-major `[width + 1, classes]`. The last row is the bias. */
  readonly weights: Float64Array;
}

/**
 * Multinomial logistic regression, fitted on `train` and scored on `test`. The loss is convex, so accelerated gradient
 * descent with the step of its Lipschitz constant (Beck & Teboulle 2009; Böhning 1992 for the bound 1/2) needs neither
 * a seed nor a learning rate.
 */
export function linearProbe(
  train: Labelled,
  test: Labelled,
  { l2 = 1e-4, steps = 500 }: LinearProbeOptions = {},
): LinearProbe {
  const [fitted, counted] = [checked(train), checked(test)];
  assertSameWidth(fitted, counted);
  const scales = scalesOf(fitted);
  const [x, y] = [standardised(fitted, scales), standardised(counted, scales)];
  const columns = fitted.width + 1;
  const classes = 1 + Array.from(train.labels).reduce((a, b) => Math.max(a, b), 0);
  const rate = 1 / (largestEigenvalue(x, fitted.count, columns) / 2 + l2);
  let weights: Float64Array = new Float64Array(columns * classes);
  let ahead = weights;
  let momentum = 1;
  let loss = Infinity;
  for (let step = 0; step < steps; step++) {
    const { gradient, loss: now } = logisticGradient(x, train.labels, ahead, columns, classes, l2);
    const next = ahead.map((weight, i) => weight - rate * gradient[i]!);
    const grown = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    // If the loss increased, the momentum is reset (O'Donoghue & Candès 2015, section 3.2).
    const kept = now > loss ? 0 : (momentum - 1) / grown;
    ahead = next.map((weight, i) => weight + kept * (weight - weights[i]!));
    weights = next;
    momentum = now > loss ? 1 : grown;
    const size = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    loss = now;
    if (size < 1e-7) break;
  }
  let right = 0;
  for (let row = 0; row < counted.count; row++) {
    const scores = scoresOf(y, row, weights, columns, classes);
    if (argMax(scores) === test.labels[row]) right++;
  }
  return { accuracy: right / counted.count, loss, weights };
}

/** How the nearest neighbours vote. */
export interface NeighbourOptions {
  /** Number of neighbours that vote. Default 5. */
  readonly k?: number;
  /** Aborts the work. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/**
 * Accuracy of a nearest-neighbour classifier: the share of test items whose class is the most frequent one among the k
 * nearest training items (Euclidean distance). Among tied classes, the one with the nearest item wins.
 */
export function nearestNeighbourAccuracy(
  train: Labelled,
  test: Labelled,
  { k = 5, signal }: NeighbourOptions = {},
): number {
  const [known, queries] = [checked(train), checked(test)];
  assertSameWidth(known, queries);
  if (!Number.isInteger(k) || k < 1 || k > known.count) {
    throw new InvalidArgumentError(`k must be from 1 to ${known.count}. Received: k=${k}.`);
  }
  let right = 0;
  for (let row = 0; row < queries.count; row++) {
    if (row % 100 === 0) throwIfAborted(signal);
    const nearest = nearestOf(queries, row, known, k);
    const votes = new Map<number, number>();
    for (const place of nearest) {
      const label = train.labels[place]!;
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    // A map keeps the order in which its keys were added, so the class of the nearest neighbour comes first.
    const [winner] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a));
    if (winner === test.labels[row]) right++;
  }
  return right / queries.count;
}

/** Indices in `known` of the k rows that are nearest to a row, nearest first. */
function nearestOf(queries: Rows, row: number, known: Rows, k: number): readonly number[] {
  const places: number[] = [];
  const distances: number[] = [];
  for (let place = 0; place < known.count; place++) {
    const distance = squaredDistance(queries, row, known, place);
    if (places.length === k && distance >= distances[k - 1]!) continue;
    let at = Math.min(places.length, k - 1);
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      places[at] = places[at - 1]!;
    }
    distances[at] = distance;
    places[at] = place;
  }
  return places;
}

function checked({ latents, labels }: Labelled): Rows {
  const rows = rowsOf(latents, 'The number of latents');
  assertLabelled(rows, labels);
  return rows;
}

interface Scales {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

function scalesOf({ count, width, values }: Rows): Scales {
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0; i < count * width; i++) mean[i % width]! += values[i]! / count;
  for (let i = 0; i < count * width; i++) {
    squares[i % width]! += (values[i]! - mean[i % width]!) ** 2 / count;
  }
  // A constant column contains no information and stays at zero.
  return { mean, deviation: squares.map((value) => Math.sqrt(value) || 1) };
}

/** Scales columns to mean 0 and standard deviation 1, and appends a column of ones. */
function standardised({ count, width, values }: Rows, { mean, deviation }: Scales): Float64Array {
  const out = new Float64Array(count * (width + 1)).fill(1);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      out[row * (width + 1) + i] = (values[row * width + i]! - mean[i]!) / deviation[i]!;
    }
  }
  return out;
}

function scoresOf(
  x: Float64Array,
  row: number,
  weights: Float64Array,
  columns: number,
  classes: number,
): Float64Array {
  const scores = new Float64Array(classes);
  for (let i = 0; i < columns; i++) {
    const value = x[row * columns + i]!;
    for (let c = 0; c < classes; c++) scores[c]! += value * weights[i * classes + c]!;
  }
  return scores;
}

function logisticGradient(
  x: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
  columns: number,
  classes: number,
  l2: number,
): { gradient: Float64Array; loss: number } {
  const count = labels.length;
  const gradient = weights.map((weight) => l2 * weight);
  let loss = 0;
  for (const weight of weights) loss += (l2 * weight * weight) / 2;
  for (let row = 0; row < count; row++) {
    const scores = scoresOf(x, row, weights, columns, classes);
    const largest = Math.max(...scores);
    let total = 0;
    for (let c = 0; c < classes; c++) total += scores[c] = Math.exp(scores[c]! - largest);
    const label = labels[row]!;
    loss -= Math.log(scores[label]! / total) / count;
    for (let c = 0; c < classes; c++) {
      const error = (scores[c]! / total - (c === label ? 1 : 0)) / count;
      for (let i = 0; i < columns; i++) gradient[i * classes + c]! += error * x[row * columns + i]!;
    }
  }
  return { gradient, loss };
}

/** The largest eigenvalue of x^T x / n by the power method, slightly increased, so that no step is too long. */
function largestEigenvalue(x: Float64Array, count: number, columns: number): number {
  let vector = new Float64Array(columns).fill(1 / Math.sqrt(columns));
  let value = 0;
  for (let round = 0; round < 30; round++) {
    const next = new Float64Array(columns);
    for (let row = 0; row < count; row++) {
      let product = 0;
      for (let i = 0; i < columns; i++) product += x[row * columns + i]! * vector[i]!;
      for (let i = 0; i < columns; i++) next[i]! += (product * x[row * columns + i]!) / count;
    }
    value = Math.hypot(...next);
    vector = next.map((entry) => entry / value);
  }
  return 1.1 * value;
}
