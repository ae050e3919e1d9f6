/** Builds MusicXML scores with one or several parts. */
import { expect } from 'vitest';
import { readMusicXml } from '../notes/musicxml/read.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { omissionsText } from '../notes/shared/omissions.js';

export const pitch = (step: string, octave: number, alter = 0): string =>
  `<pitch><step>${step}</step><alter>${alter}</alter><octave>${octave}</octave></pitch>`;
export const note = (inside: string, duration: number): string =>
  `<note>${inside}<duration>${duration}</duration><voice>1</voice></note>`;
export const score = (
  measures: string,
  partList = '<score-part id="P1"><part-name>Voice</part-name></score-part>',
): string =>
  `<?xml version="1.0"?><!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="4.0"><part-list>${partList}</part-list><part id="P1">${measures}</part></score-partwise>`;
/** @param parts the measures of each part. */
export const scoreOf = (...parts: readonly string[]): string =>
  `<score-partwise><part-list/>${parts.map((measures) => `<part id="P">${measures}</part>`).join('')}</score-partwise>`;
/** The attributes at the start of a measure, with one division per quarter. */
export const measureAttributes = (inside = ''): string =>
  `<attributes><divisions>1</divisions>${inside}</attributes>`;
export const fourFour = measureAttributes('<time><beats>4</beats><beat-type>4</beat-type></time>');
export const measure = (inside: string): string => `<measure>${inside}</measure>`;

export const brief = ({ notes }: NoteSequence): unknown[] =>
  notes!.map((n) => [n.pitch, n.startTime, n.endTime]);

export const c4 = pitch('C', 4);
export const root = (step: string): string => `<root><root-step>${step}</root-step></root>`;
export const chord = (step: string, kind: string, more = ''): string =>
  `<harmony>${root(step)}${kind}${more}</harmony>`;
export const chordsOf = ({ textAnnotations }: NoteSequence): unknown[] =>
  (textAnnotations ?? []).map(({ text, time }) => [text, time]);
export const metresOf = ({ timeSignatures }: NoteSequence): unknown[] =>
  timeSignatures!.map((t) => [t.time, `${t.numerator}/${t.denominator}`]);
export const temposOf = ({ tempos }: NoteSequence): unknown[] =>
  tempos!.map((t) => [t.time, t.qpm]);

/** Reads a score. @returns the sequence, and a text that describes what was omitted. */
export function readScore(text: string): { sequence: NoteSequence; message: string } {
  const messages: string[] = [];
  const sequence = readMusicXml(text, { onOmitted: (list) => messages.push(omissionsText(list)) });
  expect(messages.length).toBeLessThanOrEqual(1);
  return { sequence, message: messages[0] ?? '' };
}
