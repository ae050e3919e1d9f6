/**
 * Registers the trace backend with tfjs, once. Each rule gives a kernel that records the call. Every other kernel of
 * tfjs throws an error with its name.
 */
import * as tf from '@tensorflow/tfjs-core';
import { CompileError } from '../ir/errors.js';
import type { DType, GraphBuilder, Value } from '../ir/graph.js';
import { TraceBackend, traceBackendName } from './backend.js';
import { callerOf } from './caller.js';
import { randomKernels, rules } from './kernels/index.js';
import { computedIn, type Operands, type Rule } from './kernels/rule.js';

let backend: TraceBackend | undefined;

export function traceBackend(): TraceBackend {
  if (backend !== undefined) return backend;
  const made = new TraceBackend();
  tf.registerBackend(traceBackendName, () => made, 0);
  for (const [kernelName, rule] of Object.entries(rules)) {
    tf.registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: createRecorder(kernelName, rule),
    });
  }
  for (const kernelName of kernelNames()) {
    if (kernelName in rules) continue;
    tf.registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: () => {
        throw refusal(kernelName);
      },
    });
  }
  backend = made;
  return made;
}

/** tfjs exports the name of each kernel as a constant with that name. */
function kernelNames(): string[] {
  return Object.entries(tf)
    .filter(([name, value]) => typeof value === 'string' && /^(_F|[A-Z])/u.test(name))
    .map(([, value]) => value as unknown as string);
}

function refusal(kernelName: string): CompileError {
  const caller = callerOf();
  const by = caller === undefined ? '' : `, called by tf.${caller}`;
  if (randomKernels.includes(kernelName)) {
    return new CompileError(
      'not-traceable',
      `Traced code drew random numbers (kernel ${kernelName}${by}): they would be the same at every run. Take the noise as an input.`,
    );
  }
  return new CompileError(
    'unsupported-kernel',
    `Kernel ${kernelName}${by === '' ? '' : `${by},`} cannot be traced. Write it with other tfjs operations, or compute it outside and take it as an input.`,
  );
}

function createRecorder(kernelName: string, rule: Rule): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    const tracing = traceBackend();
    const infos = inputsOf(rule, inputs);
    const { builder } = tracing;
    const read = infos.map((info) => (info === undefined ? undefined : tracing.graphValue(info)));
    const values = cast(builder, read, rule.operands ?? 'any');
    const given = values.filter((value): value is Value => value !== undefined);
    const call = {
      shapes: given.map(({ shape }) => shape),
      dtypes: given.map(({ dtype }): DType => dtype),
      attrs: (attrs ?? {}) as Readonly<Record<string, unknown>>,
    };
    const outputs = rule.infer(call).map(({ shape, dtype }) => builder.value([...shape], dtype));
    builder.node(kernelName, values, outputs, rule.note?.(call) ?? {});
    const made = outputs.map((output) => tracing.infoOf(output));
    return made.length === 1 && kernelName !== 'SplitV' && kernelName !== 'Unpack'
      ? made[0]!
      : made;
  };
}

/** Adds casts to the graph that convert operands to the dtype in which the kernel computes. */
function cast(
  builder: GraphBuilder,
  values: readonly (Value | undefined)[],
  operands: Operands,
): readonly (Value | undefined)[] {
  const dtype = computedIn(
    operands,
    values.flatMap((value) => (value === undefined ? [] : [value.dtype])),
  );
  return values.map((value) => {
    if (value === undefined || dtype === undefined || value.dtype === dtype) return value;
    const brought = builder.value(value.shape, dtype);
    builder.node('Cast', [value], [brought]);
    return brought;
  });
}

function inputsOf(rule: Rule, inputs: tf.NamedTensorInfoMap): (tf.TensorInfo | undefined)[] {
  if (rule.inputs === 'list') return Object.values(inputs);
  return rule.inputs.map((name) => inputs[name.replace('?', '')]);
}
