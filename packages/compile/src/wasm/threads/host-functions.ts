/** Functions that WebAssembly has no instructions for. Modules import them from every thread that runs them. */

/** A function of the host that code calls for one number at a time. */
export type HostFunction = (a: number, b: number) => number;

/** erf x as its series, which float32 numbers below 4 need; above, it is 1. */
function erf(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) >= 4) return Number.isNaN(x) ? x : Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 100; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** In double precision, rounded when they come back. */
export const hostFunctions: Readonly<Record<string, HostFunction>> = {
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  cos: Math.cos,
  cosh: Math.cosh,
  erf,
  mod: (a, b) => a % b,
  pow: Math.pow,
  sin: Math.sin,
  sinh: Math.sinh,
  tan: Math.tan,
};

/** What a module imports: its memory and some functions of the host. */
export function importsOf(
  memory: WebAssembly.Memory,
  names: readonly string[],
): WebAssembly.Imports {
  return {
    env: { memory, ...Object.fromEntries(names.map((name) => [name, hostFunctions[name]!])) },
  };
}
