import { describe, expect, it } from 'vitest';
import { createSchedule, quiet } from './schedule';

/** A schedule whose clock advances only in pauses. `done` lists the work that has run, in order. */
function create() {
  let time = 0;
  const done: string[] = [];
  const schedule = createSchedule({
    now: () => time,
    pause: async (ms) => {
      time += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  const work = (name: string) => async () => {
    done.push(name);
  };
  const settled = async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { schedule, done, work, settled, time: () => time };
}

describe('the schedule', () => {
  it('runs only the newest urgent work, and reports which work it replaces', async () => {
    const { schedule, done, work, settled } = create();
    const replaced: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      schedule.urgent(work(name), false, () => replaced.push(name));
    }
    await settled();
    expect(done).toEqual(['c']);
    expect(replaced).toEqual(['a', 'b']);
  });

  it('runs urgent work before the queue, and the queue before the background', async () => {
    const { schedule, done, work, settled } = create();
    schedule.background([work('row 0'), work('row 1')].values());
    schedule.enqueue(work('question 1'));
    schedule.enqueue(work('question 2'));
    schedule.urgent(work('urgent'), false);
    await settled();
    expect(done).toEqual(['urgent', 'question 1', 'question 2', 'row 0', 'row 1']);
  });

  it('starts background work only some time after the last movement of the hand', async () => {
    const { schedule, done, work, settled, time } = create();
    schedule.urgent(work('urgent'), true);
    schedule.background([work('row 0')].values());
    await settled();
    expect(done).toEqual(['urgent', 'row 0']);
    expect(time()).toBeGreaterThanOrEqual(quiet);
  });

  it('closes background work that is replaced', async () => {
    const { schedule, done, work, settled } = create();
    function* pieces() {
      try {
        yield work('first');
        yield work('second');
      } finally {
        done.push('closed');
      }
    }
    const old = pieces();
    schedule.background(old);
    old.next();
    schedule.background([work('new')].values());
    await settled();
    expect(done).toEqual(['closed', 'new']);
  });

  it('drops the rest of background work that is replaced', async () => {
    const { schedule, done, work, settled } = create();
    schedule.background(
      [
        async () => {
          done.push('old');
          schedule.background([work('new')].values());
        },
        work('never'),
      ].values(),
    );
    await settled();
    expect(done).toEqual(['old', 'new']);
  });
});
