import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withPolicy } from './csp.mjs';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('a page with its policy', () => {
  const page =
    '<html><head><title>x</title></head><body><script>one()</script><script src="/a.js"></script><script id="b">two()</script></body></html>';

  it('allows each of its inline scripts by its hash, and no other script', () => {
    const policy = /content="([^"]*)"/u.exec(withPolicy(page))?.[1];
    expect(policy?.match(/sha256-[^']+/gu)).toEqual([
      `sha256-${hash('one()')}`,
      `sha256-${hash('two()')}`,
    ]);
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).not.toContain("'unsafe-eval'");
  });

  it('has the policy first in its head', () => {
    expect(withPolicy(page)).toMatch(/<head><meta http-equiv="Content-Security-Policy"/u);
  });

  it('is rejected when it has no head', () => {
    expect(() => withPolicy('<p>hello</p>')).toThrow('no head');
  });
});
