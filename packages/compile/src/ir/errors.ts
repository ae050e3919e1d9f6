/** The errors of tracing, compiling and running. Each message says what to do. */

export type CompileErrorCode =
  /** The traced code does something that a graph cannot represent: it reads values, uses hidden randomness, or awaits. */
  | 'not-traceable'
  /** A tfjs kernel without a shape rule or a lowering. */
  | 'unsupported-kernel'
  /** Inputs that do not match the graph. */
  | 'invalid-input'
  /** The runtime is not installed, cannot be loaded, or failed. */
  | 'runtime';

export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly code: CompileErrorCode;

  constructor(code: CompileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
