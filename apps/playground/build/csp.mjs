/**
 * A content security policy for every page, as a meta element, so that it applies on any static host. Next starts its
 * pages with inline scripts. The policy allows each of them by its hash, and no other inline script. It forbids eval
 * and allows wasm.
 */
import { createHash } from 'node:crypto';

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gu;

/** The policy's directives; `hashes` are those of the page's inline scripts. */
function directives(hashes) {
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${hashes.map((hash) => ` '${hash}'`).join('')}`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
}

/**
 * @param {string} html a page without a policy.
 * @returns {string} the page with a policy, before anything that the policy governs.
 */
export function withPolicy(html) {
  const scripts = Array.from(html.matchAll(inlineScript), ([, text]) => text);
  const hashes = new Set(
    scripts.map((text) => `sha256-${createHash('sha256').update(text).digest('base64')}`),
  );
  const policy = directives([...hashes]).join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`;
  if (!/<head[^>]*>/u.test(html)) throw new Error('A page has no head to put its policy into.');
  return html.replace(/<head[^>]*>/u, (head) => `${head}${meta}`);
}
