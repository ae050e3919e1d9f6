/** Tasks in lanes: each begins when those that it needs have passed, and no more run at once than there are lanes. */
import { describe, expect, it } from 'vitest';
import { runInLanes } from '../../lib/lanes.mjs';

/** Tasks that the test ends, and a log of events. */
function stage(lanes: number, tasks: readonly { name: string; needs?: string[] }[]) {
  const ends = new Map<string, (passed: boolean) => void>();
  const running = new Set<string>();
  const done = runInLanes(
    tasks.map((task) => ({
      ...task,
      run: () => new Promise<boolean>((resolve) => ends.set(task.name, resolve)),
    })),
    {
      lanes,
      onStart: ({ name }) => running.add(name),
      onEnd: ({ name }) => running.delete(name),
    },
  );
  return {
    done,
    running: () => [...running],
    end: async (name: string, passed = true): Promise<void> => {
      ends.get(name)!(passed);
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('tasks in lanes', () => {
  it('run in parallel, one in each lane, in the order of the list', async () => {
    const { done, running, end } = stage(2, [{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    expect(running()).toEqual(['a', 'b']);
    await end('b');
    expect(running()).toEqual(['a', 'c']);
    await end('a');
    await end('c');
    expect(await done).toEqual([]);
  });

  it('wait for what they need while others run', async () => {
    const { done, running, end } = stage(2, [
      { name: 'build' },
      { name: 'test', needs: ['build'] },
      { name: 'format' },
    ]);
    expect(running()).toEqual(['build', 'format']);
    await end('build');
    expect(running()).toEqual(['format', 'test']);
    await end('test');
    await end('format');
    await done;
  });

  it('are skipped when what they need has failed, and so are the tasks that need them', async () => {
    const { done, end } = stage(1, [
      { name: 'build' },
      { name: 'test', needs: ['build'] },
      { name: 'report', needs: ['test'] },
    ]);
    await end('build', false);
    expect((await done).map(({ name }) => name)).toEqual(['test', 'report']);
  });

  it('that need each other cause an error instead of waiting forever', async () => {
    const { done } = stage(1, [
      { name: 'a', needs: ['b'] },
      { name: 'b', needs: ['a'] },
    ]);
    await expect(done).rejects.toThrow('wait for what never comes: a, b');
  });
});
