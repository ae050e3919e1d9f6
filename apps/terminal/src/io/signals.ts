/** Ctrl-C and similar signals, for commands that must clean up before they end. */

/** Signals that end a command: from the keyboard, from the system, and from a terminal that was closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @returns a function that stops listening; after that, a signal ends the process as usual. */
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
