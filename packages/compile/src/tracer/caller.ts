/** Finds the running tfjs operation, for messages. */

/** @returns the outermost tfjs operation on the stack, such as `conv2d`; undefined if there is none. */
export function callerOf(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  // tfjs names each operation's function `<name>__op`.
  return [...stack.matchAll(/\b(\w+?)_?__op\b/gu)].at(-1)?.[1];
}
