/**
 * Parses untrusted XML, element by element. Only XML's five predefined entities are expanded, nothing external is fetched, and a
 * document that declares entities is refused.
 */
import { InvalidFileError, isSpeilError } from '@speil/api';
import { SaxesParser } from 'saxes';
import { limits } from '../../theory/limits.js';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const maxDepth = 64;
/** Largest number of elements inside a wanted element. */
const maxElements = 10_000;

export interface XmlVisitor {
  /** Whether to collect this element with its children. If so, `element` is called when it ends. */
  wanted(name: string, parent: string | undefined): boolean;
  /** Called when an element outside wanted elements begins. */
  begin(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Called when a wanted element ends. */
  element(element: XmlElement): void;
}

/** @throws InvalidFileError for text that is not XML, declares entities, or is nested too deep. */
export function visitXml(text: string, visitor: XmlVisitor, what: string): void {
  if (text.length > limits.textLength) {
    throw new InvalidFileError(
      `${what} has a length of ${text.length}; at most ${limits.textLength} is read as XML.`,
    );
  }
  const parser = new SaxesParser();
  /** Names of the open elements outside wanted elements. */
  const outer: string[] = [];
  /** The open wanted element and the open elements inside it. */
  const inner: XmlElement[] = [];
  let count = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', (doctype) => {
    if (!doctype.includes('[')) return;
    throw new InvalidFileError(
      `${what} declares entities or elements of its own (a DOCTYPE with [ ]); such a file is not read. Remove the declarations.`,
    );
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (outer.length + inner.length >= maxDepth) {
      throw new InvalidFileError(`${what} nests elements more than ${maxDepth} deep.`);
    }
    const parent = inner.at(-1);
    if (parent === undefined && !visitor.wanted(name, outer.at(-1))) {
      outer.push(name);
      visitor.begin(name, attributes);
      return;
    }
    count = parent === undefined ? 0 : count + 1;
    if (count > maxElements) {
      throw new InvalidFileError(
        `${what} holds more than ${maxElements} elements inside one element.`,
      );
    }
    const element = { name, attributes, children: [], text: '' };
    parent?.children.push(element);
    inner.push(element);
  });
  parser.on('text', (piece) => {
    const element = inner.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on('closetag', () => {
    const element = inner.pop();
    if (element === undefined) outer.pop();
    else if (inner.length === 0) visitor.element(element);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (isSpeilError(error)) throw error;
    throw new InvalidFileError(`${what} is not well-formed XML: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((inside) => inside.name === name);
}

/** The trimmed text of a child; undefined if there is no such child. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text.trim();
}

export const textIn = ({ text }: XmlElement): string => text.trim();

/** @returns the number that a text contains; undefined if it is not a number within bounds. */
export function numberIn(
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  const value = text === undefined || text === '' ? NaN : Number(text);
  return value >= least && value <= most ? value : undefined;
}

/** Prepares a text from a file for a message: the text is quoted, shortened and put on one line. */
export function quoteText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text.slice(0, 40));
}
