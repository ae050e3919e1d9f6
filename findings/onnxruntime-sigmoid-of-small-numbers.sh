#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU provider, x64.
#
# Sigmoid is right to about 1e-7, not to a share of its value: from -18 down it is exactly 0, its logarithm -Infinity, and it is
# not monotone: sigmoid(-17) is larger than sigmoid(-16). 1 / (1 + e^-x), written with Neg, Exp, Add and Reciprocal, is right to a few units in
# the last place for all float32. Whoever exports log(sigmoid(x)) to ONNX gets infinities that the training did not have.
#
# Seen (double precision in brackets): sigmoid(-16) 5.96e-8 (1.13e-7), sigmoid(-17) 8.94e-8 (4.14e-8), sigmoid(-20) 0 (2.06e-9).
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
const session = await InferenceSession.create(modelOf('Sigmoid', ['x']));
const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(-16, -17, -18, -20, -80), [5]) });
const [at16, at17, ...below] = y.data;
console.log(at17 > at16 ? 'sigmoid(-17) > sigmoid(-16)' : 'in order');
console.log(below.every((value) => value === 0) ? 'exactly 0 from -18' : `not 0: ${below.join(' ')}`);
JS
seen=$(node run.mjs)
expected='sigmoid(-17) > sigmoid(-16)
exactly 0 from -18'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }
