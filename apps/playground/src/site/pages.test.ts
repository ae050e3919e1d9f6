import { describe, expect, it } from 'vitest';
import { carriedAlong, pagePath } from './pages';

describe('a move to another scene', () => {
  it('carries the input picture over, and nothing else', () => {
    expect(carriedAlong('#at=1,1&hide=3&ink=AB_-C')).toBe('#ink=AB_-C');
    expect(carriedAlong('#item=12&noise=blur')).toBe('#item=12');
    expect(carriedAlong('#pixels=AAEC&strength=3')).toBe('#pixels=AAEC');
    expect(carriedAlong('#at=1,1')).toBe('');
    expect(carriedAlong('')).toBe('');
  });

  it('carries an own model over, but no item of it', () => {
    expect(carriedAlong('#model=own&at=1,1&item=12')).toBe('#model=own');
    expect(carriedAlong('#network=own&ink=AB_-C')).toBe('#model=own&ink=AB_-C');
  });

  it('keeps the language', () => {
    expect(pagePath('nb', 'draw')).toBe('/nb/draw/');
    expect(pagePath('en', 'explore')).toBe('/en/');
  });
});
