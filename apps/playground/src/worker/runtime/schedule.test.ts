import { describe, expect, it } from 'vitest';
import { createSchedule, quiet } from './schedule';

/** A schedule whose clock stands still except in pauses; `done` is what ran, in order. */
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
  it('does only the newest look', async () => {
    const { schedule, done, work, settled } = create();
    for (const name of ['a', 'b', 'c']) schedule.look(work(name), false);
    await settled();
    expect(done).toEqual(['c']);
  });

  it('looks before it answers, and answers before it paints the background', async () => {
    const { schedule, done, work, settled } = create();
    schedule.background([work('row 0'), work('row 1')].values());
    schedule.ask(work('question 1'));
    schedule.ask(work('question 2'));
    schedule.look(work('look'), false);
    await settled();
    expect(done).toEqual(['look', 'question 1', 'question 2', 'row 0', 'row 1']);
  });

  it('leaves the background until the hand has been still for a while', async () => {
    const { schedule, done, work, settled, time } = create();
    schedule.look(work('look'), true);
    schedule.background([work('row 0')].values());
    await settled();
    expect(done).toEqual(['look', 'row 0']);
    expect(time()).toBeGreaterThanOrEqual(quiet);
  });

  it('drops the rest of a background that is replaced', async () => {
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
