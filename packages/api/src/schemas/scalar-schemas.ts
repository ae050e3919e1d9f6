/** Schemas of the scheduled scalars, derived from their table. They are apart from it, so that a page can read the table without zod. */
import * as z from 'zod';
import {
  scalarNames,
  scheduledScalars,
  steerableScalars,
  type ScalarTable,
  type SteerableScalar,
} from './scheduled-scalars.js';
import { scheduleSchema, type Schedule } from './schedule.js';

const optionalSchedule = scheduleSchema.optional();

/** A schedule for each scalar, for `trainingSettingsSchema`. */
export const scalarSchedules = Object.fromEntries(
  scalarNames.map((name) => {
    const { always, default: value } = scheduledScalars[name];
    const constant: Schedule = { kind: 'constant', value };
    return [name, always ? scheduleSchema.prefault(constant) : optionalSchedule];
  }),
) as {
  // This maps the table's own keys, so that the declaration lists them in the table's order.
  [K in keyof ScalarTable]: ScalarTable[K]['always'] extends true
    ? z.ZodPrefault<typeof scheduleSchema>
    : typeof optionalSchedule;
};

const requiredNumber = z.number();
const optionalNumber = z.number().optional();

/** A number for each scalar, for the event of a step. */
export const scalarNumbers = Object.fromEntries(
  scalarNames.map((name) => [
    name,
    scheduledScalars[name].always ? requiredNumber : optionalNumber,
  ]),
) as {
  [K in keyof ScalarTable]: ScalarTable[K]['always'] extends true
    ? typeof requiredNumber
    : typeof optionalNumber;
};

/** The scalars that a person has set to a fixed value while a run trains. */
export const heldScalarsSchema = z.object(
  Object.fromEntries(steerableScalars.map((name) => [name, optionalNumber])) as Record<
    SteerableScalar,
    typeof optionalNumber
  >,
);
/** The values of the scalars that a person holds, by name. */
export type HeldScalars = z.output<typeof heldScalarsSchema>;
