/** Whether two programs are the same. */
import type { Program } from './form.js';
import { joined, type View } from './view.js';

/** Compares two programs, whatever objects they share. Views are the same if they lead to the same places. */
export function isSameProgram(one: Program, other: Program): boolean {
  // Parts of expressions occur many times.
  const known = new Map<object, object>();
  const isSame = (a: unknown, b: unknown): boolean => {
    if (!isObject(a) || !isObject(b)) return Object.is(a, b);
    if (known.get(a) === b) return true;
    if (!compare(a, b)) return false;
    known.set(a, b);
    return true;
  };
  const compare = (a: object, b: object): boolean => {
    if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) {
      const [left, right] = [a, b] as unknown as readonly [Int32Array, Int32Array];
      return left.length === right.length && left.every((value, i) => Object.is(value, right[i]));
    }
    const [left, right] = [a, b].map((it) => Object.entries(isView(it) ? joined(it) : it)) as [
      [string, unknown][],
      [string, unknown][],
    ];
    const there = new Map(right);
    return (
      left.length === right.length && left.every(([key, value]) => isSame(value, there.get(key)))
    );
  };
  return isSame(one, other);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isView = (value: object): value is View => 'sizes' in value && 'lookups' in value;
