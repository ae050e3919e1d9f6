/** The state of a training run as files. The training loop defines their content; here they are only bytes. */
export interface Checkpoint {
  /** Number of completed steps. */
  readonly step: number;
  /** Content by plain file name; `manifest.json` is reserved. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}
