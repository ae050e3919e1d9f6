/**
 * Runs tasks in parallel, so that no core is idle while a task waits. The next task to start is the first one in the
 * list whose needs are met.
 */

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {readonly string[]} [needs] names of tasks that must pass first. If one does not, this task is skipped.
 * @property {() => Promise<boolean>} run resolves to true if the task passed.
 */

/**
 * @param {readonly Task[]} tasks
 * @param {{ lanes: number, onStart?: (task: Task) => void, onEnd?: (task: Task, passed: boolean) => void }} options
 * @returns {Promise<readonly Task[]>} the skipped tasks.
 */
export async function runInLanes(tasks, { lanes, onStart, onEnd }) {
  const waiting = new Set(tasks);
  const running = new Map();
  /** Whether a task passed, by its name; false for a skipped task. */
  const passed = new Map();
  const leftOut = [];
  const isReady = ({ needs = [] }) => needs.every((name) => passed.get(name) === true);
  const isLost = ({ needs = [] }) => needs.some((name) => passed.get(name) === false);
  while (waiting.size + running.size > 0) {
    const lost = [...waiting].find(isLost);
    const next = running.size < lanes ? [...waiting].find(isReady) : undefined;
    if (lost !== undefined) {
      waiting.delete(lost);
      passed.set(lost.name, false);
      leftOut.push(lost);
    } else if (next !== undefined) {
      waiting.delete(next);
      onStart?.(next);
      const ending = next.run().then((result) => {
        running.delete(next);
        passed.set(next.name, result);
        onEnd?.(next, result);
      });
      running.set(next, ending);
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      const names = [...waiting].map(({ name }) => name);
      throw new Error(`These tasks wait for what never comes: ${names.join(', ')}.`);
    }
  }
  return leftOut;
}
