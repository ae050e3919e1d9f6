/** Writes maps as functions of WebAssembly, with what reductions share: factors, parts of them and loops over vectors. */
import { factored, type Factored } from '../loops/factors.js';
import { loadsOf, type MapStatement } from '../loops/form.js';
import { fromOrigins, type Origin, type Placed } from '../loops/origins.js';
import { runsAlone, sharedLoop, type SharingLimits } from '../loops/sharing.js';
import { wholeBuffer, type Buffer, type View } from '../loops/view.js';
import { withoutDenormals } from './arithmetic.js';
import type { Code, FunctionCode } from './encoding.js';
import { get, int, loop, loopOn, set } from './instructions.js';
import { Places, type Position } from './places.js';
import { least } from './product-parts.js';
import { shareOf, type Share } from './shares.js';
import { Body, type HostIndex } from './write-expressions.js';

/** What loops are written for. */
export interface LoopContext {
  readonly host: HostIndex;
  readonly threads: number;
  readonly limits: SharingLimits;
}

/** A function, and the buffers and tables whose addresses it takes, followed by the number of a thread. */
export interface WrittenLoop {
  readonly function: FunctionCode;
  readonly buffers: readonly Origin<Buffer>[];
  readonly tables: readonly Origin<Int32Array>[];
}

/** Lanes of a vector. */
export const width = 4;

/** The largest multiple of a vector's width that is not larger. */
export const whole = (size: number): number => size - (size % width);

/** Factors with the one that threads share. */
export interface SharedFactors extends Pick<Factored, 'sizes'> {
  readonly places: Places;
  /** -1 if each thread executes all of it. */
  readonly shared: number;
  readonly threads: number;
}

/** The part of a factor that a thread has. */
export const partOf = (
  { sizes, places, shared, threads }: SharedFactors,
  f: number,
  unit?: number,
): Share => shareOf(places.thread, f === shared ? threads : 1, sizes[f]!, unit);

/** A loop over each of some factors, the first one outermost. */
export const nested = (all: SharedFactors, factors: readonly number[], body: Code): Code =>
  factors.reduceRight((inside, f) => {
    const { from, end } = partOf(all, f);
    return loop(all.places.indices[f]!, from, end, 1, inside);
  }, body);

export function writeMap(
  statement: MapStatement,
  { host, threads, limits }: LoopContext,
): WrittenLoop {
  const { count, stores } = statement;
  const given = [...new Set(stores.flatMap(({ to, value }) => [to, ...loadsOf(value)]))];
  const placed = fromOrigins(factored(given, [count]));
  const { sizes, views } = placed;
  const cut = (view: View): View => views.get(view) ?? view;
  const places = new Places(given.map(cut), sizes.length);
  const inner = sizes.length - 1;
  const position: Position = { local: inner < 0 ? 0 : places.indices[inner]!, shift: 0 };
  const body = (lanes: 1 | 4): Code => {
    const written = bodyOf(places, cut, host, lanes, position);
    for (const { to, value } of stores) {
      const result = written.value(value);
      // Results that a later run reads again, such as an optimiser's means, have no denormal numbers.
      const isKept = to.buffer.dtype === 'float32' && to.buffer.kind !== 'inner';
      const stored = isKept ? withoutDenormals(result) : result;
      written.code.push(...places.store(cut(to), lanes, position, stored));
      if (wholeBuffer(to) !== undefined) written.stored.set(to.buffer, result);
    }
    return written.code;
  };
  const before = places.prepare(given.map(cut));
  const all = {
    sizes,
    places,
    threads,
    shared: runsAlone(statement, limits) ? -1 : sharedLoop(sizes),
  };
  const along = inner < 0 ? body(1) : inVectors(all, inner, body);
  const outer = sizes.map((_, f) => f).slice(0, -1);
  return written(places, placed, nested(all, outer, [...before, ...along]));
}

/** A loop over whole vectors, and one over the rest. */
function inVectors(all: SharedFactors, f: number, body: (lanes: 1 | 4) => Code): Code {
  const size = all.sizes[f]!;
  const index = all.places.indices[f]!;
  const { from, end } = partOf(all, f, line);
  return [
    ...set(index, from),
    ...stepwise(all.places, index, { size, end }, [width, 1], (step) =>
      body(step === 1 ? 1 : width),
    ),
  ];
}

/** Elements of a cache line: threads do not write to the same one. */
const line = 16;

/**
 * Loops over a part of a range, each with a smaller step than the one before, until nothing is left.
 *
 * @param steps each a divisor of the one before; the last one is 1.
 */
export function stepwise(
  { locals }: Places,
  index: number,
  { size, end }: { readonly size: number; readonly end: Code },
  steps: readonly number[],
  body: (step: number) => Code,
): Code {
  const stop = locals.add('i32');
  let done = 0;
  return steps.flatMap((step) => {
    const to = size - (size % step);
    if (to === done) return [];
    done = to;
    return [...set(stop, least(end, int(to))), ...loopOn(index, get(stop), step, body(step))];
  });
}

export const written = (
  { locals, buffers, tables }: Places,
  { originOf }: Pick<Placed, 'originOf'>,
  code: Code,
): WrittenLoop => ({
  function: locals.function(code),
  buffers: buffers.map((buffer) => originOf(buffer)),
  tables: tables.map((table) => originOf(table)),
});

export function bodyOf(
  places: Places,
  cut: (view: View) => View,
  host: HostIndex,
  lanes: 1 | 4,
  position: Position,
): Body {
  return new Body({
    locals: places.locals,
    host,
    lanes,
    load: (view, keep) => places.load(cut(view), lanes, position, keep),
  });
}
