/** What npm says, as one line for people. npm itself removes tokens from its output. */
import { IncompatibleError, isSpeilError, NetworkError } from '@speil/api';

interface NpmFailure {
  readonly code?: string | number;
  readonly stderr?: string;
}

const hints: Readonly<Record<string, string>> = {
  ENEEDAUTH: 'npm is not logged in to the registry. Run npm login, then the command again.',
  E401: 'The registry refused the login. Run npm login, then the command again.',
  E403: 'The registry does not allow it: the version may exist already (raise it in package.json), or the name belongs to someone else.',
  E404: 'The registry does not have it, or does not allow this account to publish it.',
  EPUBLISHCONFLICT: 'This version exists already. Raise the version in package.json.',
  ETARGET: 'There is no such version.',
};

/** npm is a script there, which only a shell starts. */
export const npmShell = process.platform === 'win32' ? { shell: true } : {};

/**
 * @param what the package. @param result what did not happen.
 * @returns an error with one line; an error of Speil's own unchanged.
 */
export function describeNpmError(
  error: unknown,
  what: string,
  result = 'Nothing was published.',
): Error {
  if (isSpeilError(error)) return error;
  const { code, stderr = '' } = error as NpmFailure;
  if (code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall?.startsWith('spawn')) {
    return new IncompatibleError('npm was not found on this machine. Install Node with npm.');
  }
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/u, '').trim());
  const npmCode = lines.map((line) => /^code (E\w+)$/u.exec(line)?.[1]).find(Boolean);
  const hint = npmCode === undefined ? undefined : hints[npmCode];
  const reason =
    lines.find((line) => line !== '' && !line.startsWith('code ')) ?? 'no reason given';
  return new NetworkError(
    `npm could not do it for ${what}${npmCode === undefined ? '' : ` (${npmCode})`}. ${hint ?? reason.slice(0, 200)} ${result}`,
  );
}
