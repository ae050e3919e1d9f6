/** The errors of tracing, compiling and running. Each message says what to do. */

export type CompileErrorCode =
  /** Traced code does something that a graph cannot represent: it reads values, uses hidden randomness, or awaits. */
  | 'not-traceable'
  /** A tfjs kernel has no shape rule or no lowering. */
  | 'unsupported-kernel'
  /** Inputs do not match the graph. */
  | 'invalid-input'
  /** The runtime is not installed, cannot be loaded, or failed. */
  | 'runtime';

/** An error of tracing, compiling or running a graph. */
export class CompileError extends Error {
  /** The name of the class, for messages. */
  override readonly name = 'CompileError';
  /** The kind of the error, for programs. */
  readonly code: CompileErrorCode;

  constructor(code: CompileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
