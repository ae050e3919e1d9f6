/** The loop of a team's thread: it sleeps until there is a run, in which it has its part, or a message. */
import { importsOf } from './host-functions.js';
import { places, type Answer, type Line, type Message } from './protocol.js';

/** Looks at the team's numbers before the thread sleeps: some tens of microseconds. */
const looks = 20_000;

export function serveThread(line: Line<Answer, Message>): void {
  const jobs = new Map<number, () => void>();
  let control = new Int32Array(new SharedArrayBuffer(0));
  let thread = 0;
  let ran = 0;
  let received = 0;

  const handle = (message: Message): void => {
    switch (message.kind) {
      case 'start':
        ({ control, thread } = message);
        return;
      case 'load': {
        const { job, module, memory, host } = message;
        const { exports } = new WebAssembly.Instance(module, importsOf(memory, host));
        const run = exports['run'] as (thread: number) => void;
        jobs.set(job, () => run(thread));
        return;
      }
      case 'drop':
        jobs.delete(message.job);
    }
  };

  /** Until there is a message, which only the event loop can receive. */
  const work = (): void => {
    for (;;) {
      const turn = Atomics.load(control, places.turn);
      const runs = Atomics.load(control, places.runs);
      if (runs !== ran) {
        ran = runs;
        jobs.get(Atomics.load(control, places.job))!();
        continue;
      }
      if (Atomics.load(control, places.mail) !== received) return;
      let left = looks;
      while (left > 0 && Atomics.load(control, places.turn) === turn) left -= 1;
      if (left === 0) Atomics.wait(control, places.turn, turn);
    }
  };

  line.listen((message) => {
    received += 1;
    try {
      handle(message);
      line.post({});
    } catch (error) {
      line.post({ error: error instanceof Error ? error.message : String(error) });
    }
    work();
  });
}
