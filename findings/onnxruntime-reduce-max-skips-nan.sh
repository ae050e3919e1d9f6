#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU provider.
#
# ReduceMax and ReduceMin are NaN only where the first value is NaN: one that stands later is passed over. The operator Max of
# two inputs gives NaN in both orders, as do NumPy's max and TensorFlow's reduce_max. So whether a NaN shows depends on where it lies.
#
# Seen: ReduceMax of [NaN, 1, 2] is NaN, of [1, NaN, 2] it is 2; Max of 1 and NaN is NaN.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts onnxruntime-node@1.30.0 onnx-buf@1.20.0-1 @bufbuild/protobuf@2.17.0 >/dev/null 2>&1
cat >model.mjs <<'JS'
import { create, toBinary } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, NodeProtoSchema, OperatorSetIdProtoSchema, TypeProtoSchema, TypeProto_TensorSchema, ValueInfoProtoSchema } from 'onnx-buf';
const port = (name) =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType: 1 }) } }),
  });
/** One operator of float32 inputs, operator set 18. */
export const modelOf = (opType, inputs) =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 9n,
      opsetImport: [create(OperatorSetIdProtoSchema, { version: 18n })],
      graph: create(GraphProtoSchema, {
        name: 'one',
        node: [create(NodeProtoSchema, { opType, input: inputs, output: ['y'] })],
        input: inputs.map(port),
        output: [port('y')],
      }),
    }),
  );
JS
cat >run.mjs <<'JS'
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { modelOf } from './model.mjs';
const run = async (op, ...inputs) => {
  const names = inputs.map((_, i) => `x${i}`);
  const session = await InferenceSession.create(modelOf(op, names));
  const feeds = inputs.map((values, i) => [names[i], new Tensor('float32', Float32Array.from(values), [values.length])]);
  const { y } = await session.run(Object.fromEntries(feeds));
  return Array.from(y.data).join(' ');
};
console.log('ReduceMax', await run('ReduceMax', [NaN, 1, 2]), await run('ReduceMax', [1, NaN, 2]), await run('ReduceMax', [1, 2, NaN]));
console.log('ReduceMin', await run('ReduceMin', [NaN, 1, 2]), await run('ReduceMin', [1, NaN, 2]));
console.log('Max', await run('Max', [1, NaN], [NaN, 1]));
JS
seen=$(node run.mjs)
expected='ReduceMax NaN 2 2
ReduceMin NaN 1
Max NaN NaN'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
