/** Writes a graph of ONNX operators as the bytes of an ONNX file. */
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  TensorProto_DataType as DataType,
  TensorShapeProtoSchema,
  TensorShapeProto_DimensionSchema,
  TypeProtoSchema,
  TypeProto_TensorSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { resultsOf } from '../ir/graph.js';
import type { Attribute, DType, Graph, Named, Value, Values } from '../ir/graph.js';
import { outputName, stateInput, stateOutput } from './names.js';

/** The operator set that the lowerings use. */
const opset = 18n;
const irVersion = 9n;
export const microsoft = 'com.microsoft';

const dataTypes: Readonly<Record<DType, DataType>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

/** A fixed size, or the name of an open dimension. */
export type Dimension = number | string;

export interface WriteOptions {
  /** Shapes of inputs and outputs with an open dimension, by their names in the trace. */
  readonly shapes?: ReadonlyMap<string, readonly Dimension[]>;
  /** Metadata of the file. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Leaves out unused inputs, which a runtime would process at every run. Default false. */
  readonly onlyRead?: boolean;
}

/** @returns the model's bytes. */
export function writeOnnx(graph: Graph, options: WriteOptions = {}): Uint8Array {
  const names = new Map<Value, string>();
  const nameOf = (value: Value | undefined): string => {
    if (value === undefined) return '';
    const known = names.get(value);
    if (known !== undefined) return known;
    const name = `v${value.id}`;
    names.set(value, name);
    return name;
  };
  const inputs: Named[] = [
    ...graph.inputs,
    ...graph.state.map(({ name, before }) => ({ name: stateInput(name), value: before })),
  ];
  for (const { name, value } of inputs) names.set(value, name);
  const ends: Named[] = [
    ...graph.outputs.map(({ name, value }) => ({ name: outputName(graph.inputs, name), value })),
    ...graph.state.map(({ name, after }) => ({ name: stateOutput(name), value: after })),
  ];
  const nodes = graph.nodes.map(({ op, domain, inputs: given, outputs, attributes }) =>
    create(NodeProtoSchema, {
      opType: op,
      domain,
      input: given.map(nameOf),
      output: outputs.map(nameOf),
      attribute: Object.entries(attributes).map(([name, value]) => measureAttribute(name, value)),
    }),
  );
  // Outputs need separate names: two outputs may be the same value, and an output may be an input.
  const copies = ends.map(({ name, value }) =>
    create(NodeProtoSchema, { opType: 'Identity', input: [nameOf(value)], output: [name] }),
  );
  const isRead = readBy(graph);
  const renamed = renameOutputs(nodes, copies);
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'speil',
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: opset }),
      create(OperatorSetIdProtoSchema, { domain: microsoft, version: 1n }),
    ],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
    graph: create(GraphProtoSchema, {
      name: 'speil',
      node: renamed,
      // An unused constant would cause a warning whenever the file is loaded.
      initializer: [...graph.constants]
        .filter(([value]) => isRead(value))
        .map(([value, values]) => tensorOf(nameOf(value), value, values)),
      input: (options.onlyRead === true ? inputs.filter(({ value }) => isRead(value)) : inputs).map(
        (named) => infoOf(named, options.shapes?.get(named.name)),
      ),
      output: ends.map((named, i) =>
        infoOf(named, options.shapes?.get(graph.outputs[i]?.name ?? '')),
      ),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function readBy(graph: Graph): (value: Value) => boolean {
  const read = new Set([...graph.nodes.flatMap(({ inputs }) => inputs), ...resultsOf(graph)]);
  return (value) => read.has(value);
}

type NodeProto = ReturnType<typeof create<typeof NodeProtoSchema>>;

/** Gives the result of a node the name of the graph's output that it becomes, which saves a copy. */
function renameOutputs(nodes: NodeProto[], copies: NodeProto[]): NodeProto[] {
  const makers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const renamed = new Map<string, string>();
  const remaining = copies.filter(({ input: [from], output: [to] }) => {
    if (!makers.has(from!) || renamed.has(from!)) return true;
    renamed.set(from!, to!);
    return false;
  });
  const rename = (name: string): string => renamed.get(name) ?? name;
  for (const node of [...nodes, ...remaining]) {
    node.input = node.input.map(rename);
    if (!remaining.includes(node)) node.output = node.output.map(rename);
  }
  return [...nodes, ...remaining];
}

function infoOf(
  { name, value }: Named,
  dimensions: readonly Dimension[] = value.shape,
): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType: dataTypes[value.dtype],
          shape: create(TensorShapeProtoSchema, {
            dim: dimensions.map((size) =>
              create(TensorShapeProto_DimensionSchema, {
                value:
                  typeof size === 'number'
                    ? { case: 'dimValue', value: BigInt(size) }
                    : { case: 'dimParam', value: size },
              }),
            ),
          }),
        }),
      },
    }),
  });
}

function tensorOf(name: string, { shape, dtype }: Value, values: Values): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: dataTypes[dtype],
    // ONNX is little-endian, and so are all platforms of the runtimes.
    rawData: new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength),
  });
}

/** Attributes that ONNX requires as floats even if their values are integers. */
const floats = new Set(['alpha', 'beta', 'gamma', 'epsilon']);
const text = new TextEncoder();

function measureAttribute(name: string, value: Attribute): AttributeProto {
  if (name === 'to') {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.INT,
      i: BigInt(dataTypes[value as DType]),
    });
  }
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: text.encode(value),
    });
  }
  if (Array.isArray(value)) {
    const ints = (value as readonly number[]).map(BigInt);
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints });
  }
  if (floats.has(name)) {
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value as number });
  }
  return create(AttributeProtoSchema, {
    name,
    type: AttributeType.INT,
    i: BigInt(value as number),
  });
}
