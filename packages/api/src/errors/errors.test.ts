import { describe, expect, it, vi } from 'vitest';
import {
  InvalidArgumentError,
  isSpeilError,
  NotFoundError,
  throwIfAborted,
  UnknownNameError,
} from './errors.js';

describe('errors', () => {
  it('have a name, a code and a cause', () => {
    const cause = new Error('disk');
    const error = new InvalidArgumentError('x must be 1. Received: x=2.', { cause });
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'invalid-argument', cause });
  });

  it('are recognised across two copies of the package', async () => {
    vi.resetModules();
    const other = await import('./errors.js');
    expect(other.NotFoundError).not.toBe(NotFoundError);
    const foreign = new other.NotFoundError('gone');
    expect(foreign).not.toBeInstanceOf(NotFoundError);
    expect(isSpeilError(foreign)).toBe(true);
    expect(isSpeilError(new Error('gone'))).toBe(false);
    expect(isSpeilError(null)).toBe(false);
  });

  it('suggest the nearest of the known names, or list them', () => {
    const known = ['mnist-vae', 'mnist-ae', 'fashion-vae'];
    expect(new UnknownNameError('recipe', 'mnits-vae', known).message).toBe(
      "Unknown recipe 'mnits-vae'. Did you mean 'mnist-vae'?",
    );
    expect(new UnknownNameError('engine', 'zzzzzzz', ['cpu', 'wasm']).message).toBe(
      "Unknown engine 'zzzzzzz'. Known: cpu, wasm.",
    );
  });

  it('suggest the few names that begin with the given one', () => {
    const known = ['mnist-dense-vae', 'mnist-denoise', 'mnist-ae', 'mnist-vae'];
    const { message } = new UnknownNameError('recipe', 'mnist-dense', known);
    expect(message).toBe("Unknown recipe 'mnist-dense'. Did you mean 'mnist-dense-vae'?");
    expect(new UnknownNameError('recipe', 'mnis', known, 'See x.').message).not.toContain('mean');
  });

  it('suggest no name that is merely of similar length', () => {
    const known = ['crop', 'runs', 'stop', 'mnist'];
    for (const name of ['from', 'tune', 'show']) {
      expect(new UnknownNameError('setting', name, known, 'See x.').message).not.toContain('mean');
    }
    expect(new UnknownNameError('dataset', 'MNITS', known).message).toContain("mean 'mnist'?");
  });

  it('list names only if they fit on a line', () => {
    const known = Array.from({ length: 100 }, (_, i) => `setting${i}`);
    expect(new UnknownNameError('setting', 'nosuch', known, 'See x.').message).toBe(
      "Unknown setting 'nosuch'. See x.",
    );
  });

  it('are thrown only for an aborted signal', () => {
    expect(() => throwIfAborted(undefined)).not.toThrow();
    expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
    expect(() => throwIfAborted(AbortSignal.abort())).toThrow(
      expect.objectContaining({ code: 'aborted' }),
    );
  });
});
