/** The forms of a name in generated code. */
import { expect, it } from 'vitest';
import { namesOf } from './names.js';

it('derives the names of variables, types and sentences', () => {
  expect(namesOf('my-thing-2')).toEqual({
    name: 'my-thing-2',
    variable: 'myThing2',
    type: 'MyThing2',
    words: 'my thing 2',
  });
});

it.each(['', 'MyThing', 'my_thing', '-a', 'a--b', '2d', '../a'])(
  'refuses %j in one line',
  (name) => {
    expect(() => namesOf(name)).toThrow(
      `The name must be in lower-case letters, digits and single hyphens. Received: '${name}'. Example: my-thing`,
    );
  },
);
