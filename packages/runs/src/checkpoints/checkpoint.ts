/** The state of a training run as files. Their content is defined by the training loop; here they are bytes. */
export interface Checkpoint {
  /** Number of completed steps. */
  readonly step: number;
  /** Content by plain file name; `manifest.json` is reserved. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}
