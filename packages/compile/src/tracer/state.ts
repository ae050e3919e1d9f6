/**
 * Variables that traced code assigns. During the trace they hold what they were assigned; afterwards they are as before,
 * and the graph has them as state.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { StateSlot, Value, Values } from '../ir/graph.js';
import type { TraceBackend } from './backend.js';

interface Assigned {
  readonly variable: tf.Variable;
  readonly original: tf.DataId;
  readonly before: Value;
  readonly initial: Values;
}

export interface Assignments {
  slots(): StateSlot[];
  /** Gives every variable its own value back. */
  restore(): void;
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

export function watchAssignments(backend: TraceBackend): Assignments {
  const prototype = variablePrototype();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { assign } = prototype;
  const assigned = new Map<tf.Variable, Assigned>();
  prototype.assign = function (this: tf.Variable, next: tf.Tensor): void {
    if (!assigned.has(this)) assigned.set(this, remember(this));
    this.dataId = next.dataId;
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
    restore() {
      prototype.assign = assign;
      for (const { variable, original } of assigned.values()) variable.dataId = original;
    },
  };
}
