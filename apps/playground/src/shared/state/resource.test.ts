import { describe, expect, it, vi } from 'vitest';
import { createResource } from './resource';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function create() {
  const end = vi.fn();
  const open = vi.fn(() => end);
  const resource = createResource({ picture: undefined as string | undefined }, open);
  return { resource, open, end };
}

describe('a resource', () => {
  it('waits until it is ready with values', () => {
    const { resource, open } = create();
    resource.open();
    expect(open).toHaveBeenCalledTimes(1);
    expect(resource.get()).toEqual({ status: 'waiting', failure: undefined, picture: undefined });
    resource.ready({ picture: 'a' });
    expect(resource.get()).toEqual({ status: 'ready', failure: undefined, picture: 'a' });
  });

  it('recovers if the failed question is answered after all', () => {
    const { resource } = create();
    resource.open();
    resource.fail(new Error('broken'));
    resource.recover({ picture: 'a' });
    expect(resource.get()).toEqual({ status: 'ready', failure: undefined, picture: 'a' });
  });

  it('stays failed until it is opened again, and keeps its values', () => {
    const { resource, open, end } = create();
    resource.open();
    resource.ready({ picture: 'a' });
    resource.fail(new Error('broken'));
    resource.ready({ picture: 'b' });
    expect(resource.get()).toMatchObject({
      status: 'failed',
      failure: { reason: 'broken' },
      picture: 'b',
    });
    resource.retry();
    expect(end).toHaveBeenCalledTimes(1);
    expect(open).toHaveBeenCalledTimes(2);
    expect(resource.get()).toMatchObject({ status: 'waiting', failure: undefined, picture: 'b' });
  });

  it('fails if a question rejects, unless the question belongs to an earlier opening', async () => {
    const { resource } = create();
    const rejections: ((error: Error) => void)[] = [];
    const ask = resource.latest(() => new Promise((_, reject) => rejections.push(reject)));
    resource.open();
    ask();
    resource.retry();
    rejections.shift()!(new Error('closed'));
    await settled();
    expect(resource.get().status).toBe('waiting');
    ask();
    rejections.shift()!(new Error('broken'));
    await settled();
    expect(resource.get()).toMatchObject({ status: 'failed', failure: { reason: 'broken' } });
  });
});
