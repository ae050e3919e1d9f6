/** What can go wrong between tfjs code and a native session; each says what to do. */

export type CompileErrorCode =
  /** The traced code does what a graph cannot hold: reads values, draws hidden randomness, waits. */
  | 'not-traceable'
  /** A tfjs kernel that has no shape rule or no lowering here. */
  | 'unsupported-kernel'
  /** Inputs that do not fit the graph. */
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
