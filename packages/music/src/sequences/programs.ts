/**
 * First and last program of the lines of a trio; General MIDI programs count from 0. Pianos to guitars play the melody, and
 * basses play the bass.
 */
export const trioPrograms = { melody: [0, 31], bass: [32, 39] } as const;
