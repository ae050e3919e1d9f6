/** Ctrl-C and its like as an AbortSignal, for commands that have to tidy up before they end. */

export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening; a signal ends the process then, as usual. */
  stop(): void;
}

export function listenForInterruption(): Interruption {
  const abort = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupt = (): void => abort.abort();
  for (const name of names) process.on(name, interrupt);
  return {
    signal: abort.signal,
    stop: () => {
      for (const name of names) process.off(name, interrupt);
    },
  };
}
