import { InvalidArgumentError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import type { FromWorker } from '../protocol/messages';
import { answering, createReply } from './reply';

function create() {
  const posted: FromWorker[] = [];
  const reply = createReply<'load-checkpoint'>(7, (message) => posted.push(message));
  return { posted, reply };
}

describe('a reply', () => {
  it('sends parts until the answer, and nothing after it', () => {
    const { posted, reply } = create();
    reply.part(10);
    reply.part(20);
    reply.answer(undefined);
    reply.part(30);
    reply.fail(new Error('too late'));
    expect(posted).toEqual([
      { id: 7, type: 'part', value: 10 },
      { id: 7, type: 'part', value: 20 },
      { id: 7, type: 'answer', value: undefined },
    ]);
  });

  it('fails with the reason and the code of the error that its work throws', async () => {
    const { posted, reply } = create();
    await answering(reply, () => {
      throw new InvalidArgumentError('It must be larger. Received: 0.');
    })();
    reply.answer(undefined);
    expect(posted).toEqual([
      {
        id: 7,
        type: 'failure',
        reason: 'It must be larger. Received: 0.',
        code: 'invalid-argument',
      },
    ]);
  });
});
