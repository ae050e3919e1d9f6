/** Rows are inserted where they belong, the rest of a file keeps its text, and a missing place is one line. */
import { describe, expect, it } from 'vitest';
import {
  insertBefore,
  insertElement,
  insertImport,
  insertTextAfter,
  lastNameIn,
} from './insert.js';

describe('an element', () => {
  it.each([
    ['const a = [1];', ['a'], '2', 'const a = [1,\n2,\n];'],
    ['const a = [\n  1, // one\n];', ['a'], '2', 'const a = [\n  1, // one\n2,\n];'],
    ['const a = [] as const;', ['a'], '1', 'const a = [\n1,\n] as const;'],
    ['const a = { b: 1 } satisfies T;', ['a'], 'c: 2', 'const a = { b: 1,\nc: 2,\n} satisfies T;'],
    ["const a = { 'x y': [1] };", ['a', 'x y'], '2', "const a = { 'x y': [1,\n2,\n] };"],
    [
      "const a = z.union('k', [f([1])]);",
      ['a'],
      'g()',
      "const a = z.union('k', [f([1]),\ng(),\n]);",
    ],
  ] as const)('%j receives %j at %j', (text, place, element, expected) => {
    expect(insertElement(text, 'a.ts', place, element)).toBe(expected);
  });

  it('can come first', () => {
    expect(insertElement('const a = [1];', 'a.ts', ['a'], '0', 'start')).toBe(
      'const a = [\n0,\n1];',
    );
  });

  it('whose list is not there is an error that says what to add', () => {
    expect(() => insertElement('const b = [];', 'a.ts', ['a', 'c'], 'x:\n 1')).toThrow(
      'a.ts should contain the list a.c. It was not found. Add by hand: x: 1',
    );
  });

  it('that is there already is an error, however it is formatted', () => {
    expect(() =>
      insertElement(
        'const a = [{ b: 1,\n c: [2, ] }];',
        'a.ts',
        ['a'],
        '/** d */ { b: 1, c: [2] }',
      ),
    ).toThrow('a.ts contains this row already: { b: 1, c: [2] }');
  });
});

describe('an import', () => {
  const text = "import a from 'a';\nimport c from './c.js';\nconst x = 1;\n";

  it('comes in alphabetical order, files after packages', () => {
    expect(insertImport(text, 'x.ts', "import b from './b.js';")).toBe(
      "import a from 'a';\nimport b from './b.js';\nimport c from './c.js';\nconst x = 1;\n",
    );
    expect(insertImport(text, 'x.ts', "import A from '@a';")).toBe(
      "import A from '@a';\nimport a from 'a';\nimport c from './c.js';\nconst x = 1;\n",
    );
  });

  it('that is there already, or has no place, is an error', () => {
    expect(() => insertImport(text, 'x.ts', "import a from 'a';")).toThrow('already');
    expect(() => insertImport('', 'x.ts', "import a from 'a';")).toThrow(
      "x.ts should contain imports. None was found. Add by hand: import a from 'a';",
    );
  });
});

describe('a statement', () => {
  it('comes before another one and its comment', () => {
    const text = 'a();\n\n// On b.\nconst b = 1;\n';
    expect(insertBefore(text, 'x.ts', 'const b', 'c();')).toBe(
      'a();\nc();\n\n// On b.\nconst b = 1;\n',
    );
    expect(() => insertBefore(text, 'x.ts', 'const d', 'c();')).toThrow(
      'x.ts should contain a statement that begins with const d. It was not found. Add by hand: c();',
    );
  });
});

describe('a name', () => {
  it('is found at the end of a list, and inserted after another one', () => {
    expect(lastNameIn("const a = [{ name: 'b' }, { name: 'c' }];", 'x.ts', ['a'])).toBe('c');
    expect(() => lastNameIn('const a = [...b];', 'x.ts', ['a'])).toThrow('None was found');
    expect(insertTextAfter("f(['a', 'b']);", 'x.ts', 'a', 'c')).toBe("f(['a', 'c', 'b']);");
    expect(() => insertTextAfter("f(['a'], ['a'], 'b');", 'x.ts', 'a', 'c')).toThrow(
      "x.ts should contain 'a' in one list. It was found 2 times. Add by hand: 'c'",
    );
  });
});
