/** Threads of a program wait for each other in WebAssembly, through numbers in the shared memory. */
import type { FunctionCode } from './encoding.js';
import { atomic, get, int, Locals, op, repeat, set, tee, when } from './instructions.js';

/** Bytes that a barrier needs: each number has a cache line of its own. */
export const barrierBytes = 256;
/** Where the host writes whether its own thread may sleep, which the main thread of a page may not. */
export const maySleepAt = 192;

/** Looks at the others before a thread sleeps: some microseconds. */
const looks = 4_000;

/** `barrier(t)`, which returns when all threads have called it. */
export function barrier(threads: number, address: number): FunctionCode {
  const locals = new Locals(['i32']);
  const { now, i } = locals.named('i32', ['now', 'i']);
  const thread = 0;
  const [arrived, phase, sleepers] = [int(address), int(address + 64), int(address + 128)];
  const maySleep = op('i32.or', get(thread), atomic('i32.atomic.load', int(address + maySleepAt)));
  const isSame = op('i32.eqz', op('i32.sub', atomic('i32.atomic.load', phase), get(now)));
  const add = (to: number[], by: number): number[] => [
    ...atomic('i32.atomic.rmw.add', to, int(by)),
    drop,
  ];
  const isLast = op(
    'i32.eqz',
    op('i32.sub', atomic('i32.atomic.rmw.add', arrived, int(1)), int(threads - 1)),
  );
  return locals.function([
    ...set(now, atomic('i32.atomic.load', phase)),
    ...when(
      isLast,
      [
        ...atomic('i32.atomic.store', arrived, int(0)),
        ...add(phase, 1),
        ...when(atomic('i32.atomic.load', sleepers), [
          ...atomic('memory.atomic.notify', phase, int(-1)),
          drop,
        ]),
      ],
      [
        ...set(i, int(0)),
        ...repeat(
          [],
          op('i32.and', isSame, op('i32.lt_s', tee(i, op('i32.add', get(i), int(1))), int(looks))),
        ),
        ...when(
          isSame,
          when(
            maySleep,
            [
              // A thread that sees no sleepers has moved the phase before; then waiting returns at once.
              ...add(sleepers, 1),
              ...repeat(
                [...atomic('memory.atomic.wait32', phase, get(now), forever), drop],
                isSame,
              ),
              ...add(sleepers, -1),
            ],
            repeat([], isSame),
          ),
        ),
      ],
    ),
  ]);
}

const drop = 0x1a;
/** `i64.const -1`: no time limit. */
const forever = [0x42, 0x7f];
