/** Asks one question at a time, and the newest again when it has changed meanwhile: a slider is faster than any network. */

/**
 * @param ask asks the question as it is now; undefined when there is none.
 * @returns a function to call when the question has changed.
 */
export function latestOnly(ask: () => Promise<void> | undefined): () => void {
  let underWay = false;
  let outdated = false;
  const changed = (): void => {
    outdated = underWay;
    if (underWay) return;
    const answer = ask();
    if (answer === undefined) return;
    underWay = true;
    // The question itself reports its failure.
    void answer
      .catch(() => undefined)
      .finally(() => {
        underWay = false;
        if (outdated) changed();
      });
  };
  return changed;
}
