#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU provider.
#
# Where gives 0 for a chosen -0: it does not copy what it chooses. So code that mends a sign by a choice (atan2, copysign, the
# reciprocal of a tiny negative number that was flushed) loses it; a product with 1 or -1 keeps it.
#
# Seen: Where(true, -0, 7) is 0, Mul(-0, 1) is -0, and NaN and infinities are chosen as they are.
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
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { modelOf } from './model.mjs';
// The condition is of truth values.
const model = fromBinary(ModelProtoSchema, modelOf('Where', ['c', 'a', 'b']));
model.graph.input[0].type.value.value.elemType = 9;
const session = await InferenceSession.create(toBinary(ModelProtoSchema, model));
const of = (values) => new Tensor('float32', Float32Array.from(values), [values.length]);
const { y } = await session.run({ c: new Tensor('bool', Uint8Array.of(1, 1, 1), [3]), a: of([-0, NaN, -Infinity]), b: of([7, 7, 7]) });
const print = (x) => (Object.is(x, -0) ? '-0' : String(x));
console.log('Where', Array.from(y.data, print).join(' '));
const times = await InferenceSession.create(modelOf('Mul', ['a', 'b']));
const { y: product } = await times.run({ a: of([-0]), b: of([1]) });
console.log('Mul', print(product.data[0]));
JS
seen=$(node run.mjs)
expected='Where 0 NaN -Infinity
Mul -0'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
