import { describe, expect, it } from 'vitest';
import { facadeOf } from './worker-facade.mjs';

const chunk = (fileName: string, imports: readonly string[] = [], isEntry = false) => ({
  type: 'chunk',
  fileName,
  imports,
  isEntry,
});

describe("the worker's facade", () => {
  const music = chunk('music.js', ['scenes.js', 'notes.js']);

  it('imports the entry and everything that the entry needs at once, but nothing that is loaded later', () => {
    const outputs = [
      chunk('scenes.js', ['engine.js'], true),
      chunk('engine.js', ['runtime.js']),
      chunk('runtime.js'),
      music,
      { type: 'asset', fileName: 'engine.wasm' },
    ];
    expect(facadeOf(outputs, 'model.js')).toBe(
      "import './scenes.js';\nimport './engine.js';\nimport './runtime.js';\n",
    );
  });

  it('is rejected when bundled code has its file name, since a chunk may import that code', () => {
    const outputs = [chunk('model.js', [], true), chunk('music.js', ['model.js'])];
    expect(() => facadeOf(outputs, 'model.js')).toThrow('model.js must hold no code');
  });

  it('is rejected for a worker without an entry', () => {
    expect(() => facadeOf([music], 'model.js')).toThrow('one entry. Received: 0');
  });
});
