/**
 * Results in the memory of inputs. An optimiser reads each weight once more and writes its new value; where nothing reads the
 * old value afterwards, the new one can take its place. That saves a copy of all weights, and fetching memory that is only
 * written.
 */
import { loadsOf, type MapStatement, type Program, type Statement } from './form.js';
import { accessOf } from './plan.js';
import { withBuffers } from './substitute.js';
import { wholeBuffer, buffersOf, type Buffer } from './view.js';

/** An input and an output that may be the same memory. */
export interface Pair {
  readonly input: Buffer;
  readonly output: Buffer;
}

/**
 * Gives outputs the memory of inputs, where the program then computes the same.
 *
 * @returns the new program, and which of the pairs are the same memory in it.
 */
export function inPlace(
  program: Program,
  pairs: readonly Pair[],
): { readonly program: Program; readonly joined: readonly Pair[] } {
  const joined = pairs.filter((pair) => canJoin(program.statements, pair));
  const inputOf = new Map(joined.map(({ input, output }) => [output, input]));
  return { program: withBuffers(program, (buffer) => inputOf.get(buffer) ?? buffer), joined };
}

function canJoin(statements: readonly Statement[], { input, output }: Pair): boolean {
  if (input.size !== output.size || input.dtype !== output.dtype) return false;
  const writers = statements.filter((one) => accessOf(one).writes.has(output));
  const [writer] = writers;
  if (writers.length !== 1 || writer?.kind !== 'map') return false;
  const later = statements.slice(statements.indexOf(writer) + 1);
  return (
    !later.some((one) => accessOf(one).reads.has(input)) && isElementwise(writer, { input, output })
  );
}

/** Whether a map reads of the input only the element whose new value it writes. */
function isElementwise({ count, stores }: MapStatement, { input, output }: Pair): boolean {
  if (count !== input.size) return false;
  const views = stores.flatMap(({ to, value }) => [to, ...loadsOf(value)]);
  return views.every(
    (view) =>
      !buffersOf(view).some((buffer) => buffer === input || buffer === output) ||
      wholeBuffer(view) !== undefined,
  );
}
