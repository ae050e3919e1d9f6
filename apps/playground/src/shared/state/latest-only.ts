/** One question at a time, and the newest again when it has changed meanwhile: a slider outruns any network. */

/**
 * @param ask asks what is to be asked now; undefined when there is nothing.
 * @returns a function to call when the question has changed.
 */
export function askNewest(ask: () => Promise<void> | undefined): () => void {
  let underWay = false;
  let outdated = false;
  const changed = (): void => {
    outdated = underWay;
    if (underWay) return;
    const answer = ask();
    if (answer === undefined) return;
    underWay = true;
    // Whoever failed has told so already.
    void answer
      .catch(() => undefined)
      .finally(() => {
        underWay = false;
        if (outdated) changed();
      });
  };
  return changed;
}
