import { EngineUnavailableError, UnknownNameError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { loadEngine, probeEngines } from './load.js';
import { engineProviders, registerEngine } from '../engines/registry.js';
import { createTfjsEngine } from '../engines/tfjs-engine.js';

describe('the loader of engines', () => {
  it('continues with the next engine if an expected one is missing, and reports why in one line', async () => {
    registerEngine({
      name: 'native',
      expected: true,
      open: () => Promise.reject(new Error('its library is not installed.\nmore')),
    });
    const reported: string[] = [];
    const engine = await loadEngine('auto', { onFallback: (reason) => reported.push(reason) });
    expect(engine.name).toBe('wasm');
    expect(reported).toEqual(['Engine native is not available: its library is not installed.']);
    await expect(loadEngine('native')).rejects.toThrow(EngineUnavailableError);
  });

  it('refuses an engine whose gradients are wrong', async () => {
    registerEngine({
      name: 'native',
      expected: true,
      async open() {
        await loadEngine('cpu');
        const cpu = createTfjsEngine('cpu');
        // Every value is wrong by one per cent.
        return {
          ...cpu,
          name: 'native',
          download: async (value) => (await cpu.download(value)).map((v) => v * 1.01),
        };
      },
    });
    await expect(loadEngine('native')).rejects.toThrow(
      /Engine native is not sound here: its gradients are off by/u,
    );
    const report = (await probeEngines()).find(({ name }) => name === 'native');
    expect(report).toMatchObject({ available: false, selfTest: null });
    expect(engineProviders().filter(({ name }) => name === 'native')).toHaveLength(1);
  });

  it('never takes an engine by itself that is for requests only', async () => {
    let opened = 0;
    registerEngine({
      name: 'on-request',
      onlyByName: true,
      open: () => {
        opened += 1;
        return Promise.reject(new Error('it is not here'));
      },
    });
    expect(engineProviders().at(-1)!.name).toBe('on-request');
    await loadEngine('auto');
    expect(opened).toBe(0);
    await expect(loadEngine('on-request')).rejects.toThrow('it is not here');
    expect(opened).toBe(1);
  });

  it('suggests a known name for a misspelt one', async () => {
    await expect(loadEngine('wsam')).rejects.toThrow(UnknownNameError);
    await expect(loadEngine('wsam')).rejects.toThrow("Unknown engine 'wsam'. Did you mean 'wasm'");
  });
});
