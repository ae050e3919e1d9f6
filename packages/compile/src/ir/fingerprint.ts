/** Computes a text that is equal for equal graphs: the key of a cache. */
import { bits, type Graph, type Value, type Values } from './graph.js';

/**
 * @param digest hashes long constants.
 * @returns a text of the graph's inputs, nodes, constants and results. It does not depend on the ids of values.
 */
export function fingerprint(graph: Graph, digest: (values: Values) => string): string {
  const numbers = new Map<Value, number>();
  const lines: string[] = [];
  const numberOf = (value: Value | undefined): string => {
    if (value === undefined) return '-';
    const known = numbers.get(value);
    if (known !== undefined) return String(known);
    const number = define(value);
    const constant = graph.constants.get(value);
    if (constant !== undefined) lines.push(`${number} = ${constantText(constant, digest)}`);
    return String(number);
  };
  const define = (value: Value): number => {
    const number = numbers.size;
    numbers.set(value, number);
    lines.push(`${number}: ${value.dtype}[${value.shape.join()}]`);
    return number;
  };
  for (const { name, value } of graph.inputs) lines.push(`in ${name} ${define(value)}`);
  for (const { name, before } of graph.state) lines.push(`state ${name} ${define(before)}`);
  for (const { op, domain, inputs, outputs, attributes } of graph.nodes) {
    const given = inputs.map(numberOf).join();
    const made = outputs.map(define).join();
    lines.push(`${made} = ${domain}.${op}(${given}) ${JSON.stringify(attributes)}`);
  }
  for (const { name, value } of graph.outputs) lines.push(`out ${name} ${numberOf(value)}`);
  for (const { name, after } of graph.state) lines.push(`next ${name} ${numberOf(after)}`);
  if (graph.open !== undefined) {
    lines.push(`open ${graph.open.name}`, fingerprint(graph.open.other, digest));
  }
  return lines.join('\n');
}

function constantText(values: Values, digest: (values: Values) => string): string {
  return values.length <= 64 ? bits(values) : digest(values);
}
