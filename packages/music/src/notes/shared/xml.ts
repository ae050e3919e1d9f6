/**
 * Foreign XML, an element at a time. No entity is expanded but XML's own five, nothing outside is fetched, and a document
 * that declares entities of its own is refused.
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

const deepest = 64;
/** Elements inside one of those that are handed over. */
const largest = 10_000;

export interface XmlVisitor {
  /** Whether an element is wanted whole; it is handed over when it ends. */
  wanted(name: string, parent: string | undefined): boolean;
  /** An element that is not inside a wanted one has begun. */
  begin(name: string, attributes: Readonly<Record<string, string>>): void;
  /** A wanted element has ended. */
  element(element: XmlElement): void;
}

/** @throws InvalidFileError for what is no XML, declares entities, or nests too deep. */
export function visitXml(text: string, visitor: XmlVisitor, what: string): void {
  if (text.length > limits.textLength) {
    throw new InvalidFileError(
      `${what} has a length of ${text.length}; at most ${limits.textLength} is read as XML.`,
    );
  }
  const parser = new SaxesParser();
  /** Names of what is open outside of a wanted element. */
  const outer: string[] = [];
  /** A wanted element and what is open in it. */
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
    if (outer.length + inner.length >= deepest) {
      throw new InvalidFileError(`${what} nests elements more than ${deepest} deep.`);
    }
    const parent = inner.at(-1);
    if (parent === undefined && !visitor.wanted(name, outer.at(-1))) {
      outer.push(name);
      visitor.begin(name, attributes);
      return;
    }
    count = parent === undefined ? 0 : count + 1;
    if (count > largest) {
      throw new InvalidFileError(`${what} holds more than ${largest} elements inside one.`);
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

/** The trimmed text of a child, or undefined. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text.trim();
}

export const textIn = ({ text }: XmlElement): string => text.trim();

/** @returns what a file says, where it is a number within bounds. */
export function numberIn(
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  const value = text === undefined || text === '' ? NaN : Number(text);
  return value >= least && value <= most ? value : undefined;
}

/** What a file says, for a message: of one line, and short. */
export function shown(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text.slice(0, 40));
}
