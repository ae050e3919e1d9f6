/**
 * The references for our speeds: the fastest variant of PyTorch, and for matrix products the machine's sgemm.
 */
import { figure } from '../../apps/terminal/dist/bench/table.js';

const references = /^(PyTorch|numpy) /u;

/** @returns the rows, each with its speed divided by that of its reference: 1 is as fast, 2 takes half the time. */
export function besideBest(rows) {
  return rows.map((row) => {
    const best = bestFor(row, rows);
    if (row.error !== undefined || best === undefined) return row;
    const speed = Number((best.milliseconds / row.milliseconds).toFixed(2));
    return { ...row, besideBest: speed, kept: row === best };
  });
}

function bestFor({ work, threads }, rows) {
  return rows
    .filter((row) => row.work === work && row.threads === threads && row.error === undefined)
    .filter(({ engine }) => references.test(engine))
    .sort((a, b) => a.milliseconds - b.milliseconds)[0];
}

/** The reference rows. */
export function keptOf(rows) {
  return rows
    .filter(({ kept }) => kept === true)
    .map(({ work, threads, engine, milliseconds }) => ({ work, threads, engine, milliseconds }));
}

export const bestColumn = figure('SPEED / BEST', ({ besideBest: speed, kept }) => {
  if (speed === undefined) return '-';
  return kept ? 'best' : speed.toFixed(2);
});
