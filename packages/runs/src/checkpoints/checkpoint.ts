/**
 * The state of a training run as files. What is in them is the training loop's own matter; here they are bytes.
 */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** By plain file name; `manifest.json` is taken. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}
