/**
 * Variables that traced code assigns or makes. During the trace they hold what they were assigned; afterwards they are as
 * before, and the graph has those that it found as state. One that the code makes itself, as tfjs's optimisers make their
 * slots at their first step, has its initial value afterwards: the next trace finds it, and so does eager code.
 */
import * as tf from '@tensorflow/tfjs-core';
import { CompileError } from '../ir/errors.js';
import type { StateSlot, Value, Values } from '../ir/graph.js';
import type { TraceBackend } from './backend.js';
import { knownValues } from './known.js';

interface Assigned {
  readonly variable: tf.Variable;
  readonly original: tf.DataId;
  readonly before: Value;
  readonly initial: Values;
}

interface Made {
  readonly variable: tf.Variable;
  readonly original: tf.DataId;
  readonly initial: Values;
}

export interface VariableWatch {
  slots(): StateSlot[];
  /** How many variables the code has made. */
  readonly made: number;
  /** Gives every variable that was there before its own value back. */
  restore(): void;
  /** Gives every variable that was made its initial value, in the backend that is active by now. */
  settle(): void;
}

/**
 * The class of all variables. tfjs-core may be installed twice, but its engine is one for all, and makes every variable:
 * so one is made and looked at.
 */
function variablePrototype(): tf.Variable {
  const initial = tf.scalar(0);
  const variable = tf.engine().makeVariable(initial, false, 'speil-trace-probe');
  variable.dispose();
  initial.dispose();
  return Object.getPrototypeOf(variable) as tf.Variable;
}

export function watchVariables(backend: TraceBackend): VariableWatch {
  const prototype = variablePrototype();
  const engine = tf.engine();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { assign } = prototype;
  const makeVariable = engine.makeVariable.bind(engine);
  const assigned = new Map<tf.Variable, Assigned>();
  const made = new Map<tf.Variable, Made>();

  prototype.assign = function (this: tf.Variable, next: tf.Tensor): void {
    if (!assigned.has(this) && !made.has(this)) assigned.set(this, remember(this));
    this.dataId = next.dataId;
  };
  engine.makeVariable = (value, ...rest) => {
    const initial = knownValues(backend.builder, backend.graphValue(value));
    if (initial === undefined) {
      throw new CompileError(
        'not-traceable',
        'Traced code made a variable of a value that is not known while tracing. Make it outside, or from constants.',
      );
    }
    const variable = makeVariable(value, ...rest);
    made.set(variable, { variable, original: variable.dataId, initial });
    return variable;
  };

  function remember(variable: tf.Variable): Assigned {
    const original = variable.dataId;
    const before = backend.graphValue(variable);
    const initial = backend.builder.constants.get(before);
    if (initial === undefined) throw new Error(`Variable ${variable.name} has no value.`);
    return { variable, original, before, initial };
  }

  return {
    slots: () =>
      [...assigned.values()].map(({ variable, before, initial }) => {
        // What was a constant until now comes in from outside.
        backend.builder.constants.delete(before);
        const after = backend.graphValue(variable);
        return { name: variable.name, before, after, initial };
      }),
    get made() {
      return made.size;
    },
    restore() {
      prototype.assign = assign;
      // What the class has shows again.
      delete (engine as Partial<typeof engine>).makeVariable;
      for (const { variable, original } of assigned.values()) variable.dataId = original;
    },
    settle() {
      for (const { variable, original, initial } of made.values()) {
        if (variable.isDisposed) continue;
        variable.dataId = original;
        const value = tf.tensor(initial as Float32Array, variable.shape, variable.dtype);
        variable.assign(value);
        value.dispose();
      }
    },
  };
}
