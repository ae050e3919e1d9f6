/**
 * Asks one question at a time. If it has changed before the answer, asks the newest form next. A slider changes faster
 * than any network can answer.
 */

/**
 * @param ask asks the question in its current form; returns undefined if there is nothing to ask.
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
    // The code that asks reports the failure.
    void answer
      .catch(() => undefined)
      .finally(() => {
        underWay = false;
        if (outdated) changed();
      });
  };
  return changed;
}
