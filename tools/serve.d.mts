/** Types of serve.mjs, for the journeys. */
export function serve(options: {
  readonly folder: string;
  readonly port?: number;
  readonly host?: string;
}): Promise<{ readonly url: string; close(): Promise<void> }>;
