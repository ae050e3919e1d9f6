import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toFailure, toWorkerFailure, ModelError } from './failure';

describe('a failure', () => {
  beforeEach(() => vi.stubGlobal('Worker', class {}));
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['network', 'connection'],
    ['not-found', 'connection'],
    ['engine-unavailable', 'engine'],
    ['corrupt', 'other'],
  ] as const)('with the code %s has the cause %s', (code, cause) => {
    const error = new ModelError({ reason: 'It did not work.', code });
    expect(toFailure(error)).toEqual({ cause, reason: 'It did not work.' });
  });

  it('of a worker whose script was not loaded has the cause connection', () => {
    expect(toWorkerFailure({})).toEqual({ cause: 'connection', reason: '' });
    expect(toWorkerFailure({ message: 'x is not defined' }).cause).toBe('other');
  });

  it('in a browser without workers has the cause worker', () => {
    vi.stubGlobal('Worker', undefined);
    const failure = toWorkerFailure({});
    expect(failure.cause).toBe('worker');
    // Later questions fail with the same reason.
    expect(toFailure(new ModelError(failure))).toEqual(failure);
  });
});
