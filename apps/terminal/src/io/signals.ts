/** Ctrl-C and its like, for commands that have to tidy up before they end. */

/** What ends a command: from the keyboard, from the system, from a terminal that was closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @returns a function that stops listening; a signal ends the process then, as usual. */
export function onEnding(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const name of endings) process.on(name, listener);
  return () => {
    for (const name of endings) process.off(name, listener);
  };
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening. */
  stop(): void;
}

export function listenForInterruption(): Interruption {
  const abort = new AbortController();
  return { signal: abort.signal, stop: onEnding(() => abort.abort()) };
}
