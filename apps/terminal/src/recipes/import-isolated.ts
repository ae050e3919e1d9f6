/**
 * Loads a third-party module in a thread of its own, so that the module cannot end the command. Its exports are copied
 * as plain data, which is enough for recipes. Its output goes to stderr, since a program may read stdout.
 */
import { Worker } from 'node:worker_threads';

/** Seconds that a module may take to load. */
const patience = 20;

/** The code of the thread is a text, so that it is the same for the sources and for the build. */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
const fail = (error) => {
  const known = error instanceof Error;
  parentPort.postMessage({ reason: known ? error.message : String(error), stack: known ? error.stack : undefined });
};
import(workerData.url)
  .then((module) => parentPort.postMessage({ exports: JSON.stringify({ ...module }) }))
  .catch(fail);
`;

interface Answer {
  readonly exports?: string;
  readonly reason?: string;
  readonly stack?: string;
}

/**
 * @param url the URL of the module.
 * @throws Error with the message of the module, or with another reason why it could not be loaded.
 */
export async function importIsolated(
  url: string,
  { seconds = patience }: { readonly seconds?: number } = {},
): Promise<Readonly<Record<string, unknown>>> {
  const worker = new Worker(source, { eval: true, workerData: { url }, stdout: true });
  worker.stdout.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`it took more than ${seconds} seconds`)),
        seconds * 1000,
      );
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`it ended its process (exit code ${code})`)));
    });
    if (answer.exports !== undefined) {
      return JSON.parse(answer.exports) as Readonly<Record<string, unknown>>;
    }
    const error = new Error(answer.reason);
    if (answer.stack !== undefined) error.stack = answer.stack;
    throw error;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
