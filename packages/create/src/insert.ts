/**
 * Inserts rows into TypeScript by the positions of its syntax tree: the rest of a file keeps its text. A place that is
 * not found is an error of one line, and so is a row that is there already.
 */
import ts from 'typescript';

/** The place of a list or table in a file: a variable, then properties inside its value. */
export type Place = readonly [variable: string, ...properties: readonly string[]];

/**
 * Appends an element to a list, or a row to a table of properties. In a call, such as that of a schema's union, the list
 * is the last argument that is one.
 * @param text the file's text.
 * @param what the file's name in errors.
 * @param element the text of the element; for a table `key: value`.
 * @param at where in the list: at its end, or at its start.
 * @throws Error if the place is not found, or if the file contains the element already.
 */
export function insertElement(
  text: string,
  what: string,
  place: Place,
  element: string,
  at: 'end' | 'start' = 'end',
): string {
  const list = findList(parse(text), place);
  if (list === undefined) {
    throw new Error(
      `${what} should contain the list ${place.join('.')}. It was not found. Add by hand: ${oneLine(element)}`,
    );
  }
  refuseRepetition(text, what, list, element);
  const items = ts.isArrayLiteralExpression(list) ? list.elements : list.properties;
  const last = items.at(-1);
  if (last === undefined) {
    return replace(text, list.getStart() + 1, list.getEnd() - 1, `\n${element},\n`);
  }
  if (at === 'start') {
    return replace(text, list.getStart() + 1, list.getStart() + 1, `\n${element},\n`);
  }
  // The text after the last item may be a comma and comments, which stay before the new item.
  const comma = items.hasTrailingComma ? '' : ',';
  const tail = text.slice(last.getEnd(), list.getEnd() - 1);
  return replace(
    text,
    last.getEnd(),
    list.getEnd() - 1,
    `${comma}${tail.trimEnd()}\n${element},\n`,
  );
}

/** Inserts a text into a list of texts, after another one that occurs once in the file. */
export function insertTextAfter(text: string, what: string, before: string, added: string): string {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteral(node) &&
      node.text === before &&
      ts.isArrayLiteralExpression(node.parent)
    ) {
      found.push(node);
    }
    node.forEachChild(visit);
  };
  visit(parse(text));
  const [place] = found;
  if (place === undefined || found.length > 1) {
    throw new Error(
      `${what} should contain '${before}' in one list. It was found ${found.length} times. Add by hand: '${added}'`,
    );
  }
  return replace(text, place.getEnd(), place.getEnd(), `, '${added}'`);
}

/** @returns the property `name` of a list's last element. @throws Error if there is none. */
export function lastNameIn(text: string, what: string, place: Place): string {
  const list = findList(parse(text), place);
  const last = list && ts.isArrayLiteralExpression(list) ? list.elements.at(-1) : undefined;
  const name =
    last && ts.isObjectLiteralExpression(last)
      ? last.properties
          .filter((one) => ts.isPropertyAssignment(one))
          .find((one) => one.name.getText() === 'name')?.initializer
      : undefined;
  if (name === undefined || !ts.isStringLiteral(name)) {
    throw new Error(
      `The last element of ${place.join('.')} in ${what} should have a name. None was found. Add the entry by hand.`,
    );
  }
  return name.text;
}

/** Inserts an import after the last one from a file of the same folder or above, otherwise after the last one. */
export function insertImport(text: string, what: string, statement: string): string {
  const imports = parse(text).statements.filter((one) => ts.isImportDeclaration(one));
  const last = imports.at(-1);
  if (last === undefined) {
    throw new Error(`${what} should contain imports. None was found. Add by hand: ${statement}`);
  }
  if (text.includes(statement)) {
    throw new Error(`${what} contains this line already: ${statement}`);
  }
  const from = sourceOf(statement);
  const after = imports.filter((one) => compareSources(sourceOf(one.getText()), from) < 0).at(-1);
  const at = after === undefined ? imports[0]!.getStart() : after.getEnd();
  return after === undefined
    ? replace(text, at, at, `${statement}\n`)
    : replace(text, at, at, `\n${statement}`);
}

/** Inserts statements before the first statement whose text begins so, with its comment. */
export function insertBefore(text: string, what: string, begins: string, added: string): string {
  const found = parse(text).statements.find((one) => one.getText().startsWith(begins));
  if (found === undefined) {
    throw new Error(
      `${what} should contain a statement that begins with ${begins}. It was not found. Add by hand: ${oneLine(added)}`,
    );
  }
  const at = found.getFullStart();
  return replace(text, at, at, `\n${added}`);
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
}

type List = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

function findList(file: ts.SourceFile, [variable, ...properties]: Place): List | undefined {
  const declared = file.statements
    .filter((one) => ts.isVariableStatement(one))
    .flatMap((one) => [...one.declarationList.declarations])
    .find(({ name }) => name.getText() === variable);
  let list = declared?.initializer && listIn(declared.initializer);
  for (const name of properties) {
    if (list === undefined || !ts.isObjectLiteralExpression(list)) return undefined;
    const property = list.properties
      .filter((one) => ts.isPropertyAssignment(one))
      .find((one) =>
        ts.isStringLiteral(one.name) ? one.name.text === name : one.name.getText() === name,
      );
    list = property && listIn(property.initializer);
  }
  return list;
}

function listIn(expression: ts.Expression): List | undefined {
  if (ts.isArrayLiteralExpression(expression) || ts.isObjectLiteralExpression(expression)) {
    return expression;
  }
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return listIn(expression.expression);
  }
  if (!ts.isCallExpression(expression)) return undefined;
  return expression.arguments.map(listIn).findLast((list) => list !== undefined);
}

/** An element is known by its first line that is no comment. */
function refuseRepetition(text: string, what: string, list: List, element: string): void {
  const inside = squeeze(text.slice(list.getStart(), list.getEnd()));
  const code = element.replaceAll(/\/\*[^]*?\*\//gu, '');
  if (inside.includes(squeeze(code))) {
    throw new Error(`${what} contains this row already: ${oneLine(code)}`);
  }
}

function squeeze(code: string): string {
  return code.replaceAll(/\s+|,(?=\s*[}\])])/gu, '');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function sourceOf(statement: string): string {
  return /from '(.*)'/u.exec(statement)?.[1] ?? '';
}

/** Packages first, then files, each in alphabetical order. */
function compareSources(a: string, b: string): number {
  const depth = (source: string): number => (source.startsWith('.') ? 1 : 0);
  return depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function replace(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}
