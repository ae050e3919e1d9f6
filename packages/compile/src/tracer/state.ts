/**
 * Tracks variables that traced code assigns or creates. During the trace, they have their assigned values. Afterwards,
 * variables that existed before are restored, and the graph has them as state. Variables that the code creates, such as
 * the slots that tfjs's optimisers create at their first step, get their initial values, for the next trace and for
 * eager code.
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
  /** Number of variables that the code created. */
  readonly made: number;
  /** Restores the values of all variables that existed before. */
  restore(): void;
  /** Sets created variables to their initial values, in the backend that is now active. */
  settle(): void;
}

/**
 * Returns the prototype of all variables. tfjs-core may be installed twice, but all copies share one engine, which
 * creates all variables. So this creates one and takes its prototype.
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
  // eslint-disable-next-line @typescript-eslint/unbound-method -- restored below
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
        // The former constant is now an input.
        backend.builder.constants.delete(before);
        const after = backend.graphValue(variable);
        return { name: variable.name, before, after, initial };
      }),
    get made() {
      return made.size;
    },
    restore() {
      prototype.assign = assign;
      // Uncovers the method of the class.
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
