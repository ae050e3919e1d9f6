/**
 * Adds the doc comments of the schemas' source to a JSON schema. It walks the JSON schema together with the TypeScript
 * type of its input: both have the same properties and members of unions, and TypeScript knows where each of them is
 * declared, through spreads, `.default()` and mapped types alike. `@example` in a comment becomes `examples`.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './workspace.js';

/** The part of JSON schema that zod writes and the page reads. */
export interface JsonSchema {
  $ref?: string;
  title?: string;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  type?: string;
  const?: string | number | boolean | null;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  definitions?: Record<string, JsonSchema>;
}

/** A definition's name, if a schema is a reference to it. */
export function referenceOf({ $ref, allOf }: JsonSchema): string | undefined {
  const reference = $ref ?? (allOf?.length === 1 ? allOf[0]!.$ref : undefined);
  return reference?.replace('#/definitions/', '');
}

/** The members of a union without null, which only means that a setting may be empty; undefined for other schemas. */
export function membersOf({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | undefined {
  return (anyOf ?? oneOf)?.filter(({ type }) => type !== 'null');
}

/**
 * Adds `description` and `examples` in place.
 *
 * @param file path of a source file of `packages/api`, from its `src`.
 * @param typeName an exported type of the file: the input of the schema.
 * @returns the paths of settings and members of unions that have no comment.
 */
export function describeSchema(
  schema: JsonSchema,
  file: string,
  typeName: string,
): readonly string[] {
  const { checker, type } = loadType(join(root, 'packages/api/src', file), typeName);
  const described = new Set<JsonSchema>();
  const bare: string[] = [];

  function visit(node: JsonSchema, type: ts.Type, path: string): void {
    const reference = referenceOf(node);
    if (reference !== undefined) return visit(schema.definitions![reference]!, type, reference);
    if (described.has(node)) return;
    described.add(node);
    if (node.items !== undefined) {
      const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
      visit(node.items, element!, `${path}[]`);
    }
    const members = membersOf(node);
    if (members?.length === 1) visit(members[0]!, type, path);
    else for (const member of members ?? []) visitMember(member, type, path);
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      if (isName(name, node)) continue;
      const property = type.getProperty(name)!;
      describe(inner, commentOf(property, checker), `${path}.${name}`);
      const innerType = checker.getNonNullableType(checker.getTypeOfSymbol(property));
      visit(inner, innerType, `${path}.${name}`);
    }
  }

  function visitMember(member: JsonSchema, union: ts.Type, path: string): void {
    const reference = referenceOf(member);
    const target = reference === undefined ? member : schema.definitions![reference]!;
    if (target.properties === undefined) return visit(target, union, path);
    const types = union.isUnion() ? union.types : [union];
    const type = types.find((one) => isTypeOf(target, one, checker))!;
    const name = `${path} ${JSON.stringify(constantOf(target) ?? Object.keys(target.properties))}`;
    // A member without a name is a value of the setting above it, whose comment describes it.
    if (constantOf(target) !== undefined || path === 'architecture') {
      describe(target, commentOfMember(type), name);
    }
    visit(target, type, name);
  }

  function describe(node: JsonSchema, comment: Comment | undefined, path: string): void {
    if (comment === undefined) bare.push(path);
    else Object.assign(node, comment);
  }

  visit(schema, type, '');
  return bare;
}

function loadType(file: string, name: string): { checker: ts.TypeChecker; type: ts.Type } {
  const folder = join(root, 'packages/api');
  const config = ts.readConfigFile(join(folder, 'tsconfig.lib.json'), (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const symbol = checker.getExportsOfModule(module).find((one) => one.name === name)!;
  return { checker, type: checker.getDeclaredTypeOfSymbol(symbol) };
}

/** The value of the property that names a member of a union: `kind`, `type` or `name`. */
export function constantOf(schema: JsonSchema): string | undefined {
  const { properties } = schema;
  const named = Object.keys(properties ?? {}).find((name) => isName(name, schema));
  return named === undefined ? undefined : String(properties![named]!.const);
}

/** Whether a property names its member of a union. An optional one with a single value is a setting. */
export function isName(property: string, { properties, required }: JsonSchema): boolean {
  return properties![property]!.const !== undefined && required?.includes(property) === true;
}

function isTypeOf({ properties }: JsonSchema, type: ts.Type, checker: ts.TypeChecker): boolean {
  const names = Object.keys(properties!);
  const found = type.getProperties().map((property) => property.name);
  return (
    found.length === names.length &&
    names.every((name) => {
      const property = type.getProperty(name);
      const value = properties![name]!.const;
      if (property === undefined || value === undefined) return property !== undefined;
      const literal = checker.getTypeOfSymbol(property);
      return literal.isStringLiteral() && literal.value === value;
    })
  );
}

interface Comment {
  readonly description: string;
  readonly examples?: readonly unknown[];
}

/** The comment of a property, else that of the schema that its value names: `supervision: supervisionSchema`. */
function commentOf(property: ts.Symbol, checker: ts.TypeChecker): Comment | undefined {
  const [declaration] = property.declarations ?? [];
  if (declaration === undefined) return undefined;
  const own = commentBefore(declaration);
  if (own !== undefined) return own;
  const named = ts.isShorthandPropertyAssignment(declaration)
    ? checker.getShorthandAssignmentValueSymbol(declaration)
    : ts.isPropertyAssignment(declaration)
      ? checker.getSymbolAtLocation(firstIdentifierOf(declaration.initializer))
      : undefined;
  if (named === undefined) return undefined;
  const target = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  const [variable] = target.declarations ?? [];
  return variable && ts.isVariableDeclaration(variable)
    ? commentBefore(variable.parent.parent)
    : undefined;
}

/** `rate` in `rate.min(0).default(1)`. */
function firstIdentifierOf(expression: ts.Expression): ts.Expression {
  return ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)
    ? firstIdentifierOf(expression.expression)
    : expression;
}

/** The comment before `z.strictObject({ ... })` in a list, or before the constant that it initialises. */
function commentOfMember(type: ts.Type): Comment | undefined {
  for (const property of type.getProperties()) {
    const call = property.declarations?.[0]?.parent.parent;
    if (call === undefined || !ts.isCallExpression(call)) continue;
    const place = ts.isVariableDeclaration(call.parent) ? call.parent.parent.parent : call;
    const comment = commentBefore(place);
    if (comment !== undefined) return comment;
  }
  return undefined;
}

/** The last doc comment before a node. */
function commentBefore(node: ts.Node): Comment | undefined {
  const text = node.getSourceFile().text;
  const range = ts
    .getLeadingCommentRanges(text, node.getFullStart())
    ?.findLast(({ pos }) => text.startsWith('/**', pos));
  if (range === undefined) return undefined;
  const [description = '', ...examples] = text
    .slice(range.pos + 3, range.end - 2)
    .replaceAll(/^[ \t]*\* ?/gmu, '')
    .split('@example')
    .map((part) => part.trim().replaceAll(/\s*\n\s*/gu, ' '));
  return {
    description,
    ...(examples.length > 0 && { examples: examples.map((one) => JSON.parse(one) as unknown) }),
  };
}
