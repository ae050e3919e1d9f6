import { describe, expect, it } from 'vitest';
import { trainingEventSchema } from './events.js';
import { scalarNames, scheduledScalars } from './scheduled-scalars.js';
import { trainingSettingsSchema } from './training-settings.js';

describe('the table of scheduled scalars', () => {
  it('gives each scalar a schedule in the settings', () => {
    const all = Object.fromEntries(
      scalarNames.map((name) => [name, { kind: 'constant', value: 2 }]),
    );
    const settings = trainingSettingsSchema.parse({ epochs: 1, ...all });
    expect(scalarNames.map((name) => settings[name])).toEqual(
      scalarNames.map(() => ({ kind: 'constant', value: 2 })),
    );
    const least = trainingSettingsSchema.parse({ epochs: 1 });
    for (const name of scalarNames) {
      const { always, default: value } = scheduledScalars[name];
      expect(least[name]).toEqual(always ? { kind: 'constant', value } : undefined);
    }
  });

  it('keeps each scalar of a step when a log is read', () => {
    const values = Object.fromEntries(scalarNames.map((name, i) => [name, i + 0.5]));
    const event = {
      type: 'step-end',
      time: 0,
      step: 1,
      epoch: 1,
      examples: 1,
      seconds: 0,
      losses: { total: 1, reconstruction: 1, kl: 0 },
      ...values,
    };
    expect(trainingEventSchema.parse(event)).toMatchObject(values);
  });
});
