/**
 * The public API of each package as text: one report per entry, which API Extractor generates from the built
 * declarations. The reports are stored under `docs/api`, so that a change of a package's public API appears in a diff.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { Entry } from '../../lib/entries.mjs';
import { root } from './workspace.js';

/**
 * Declarations of a report that have no doc comment, as API Extractor marks them. TypeScript makes a namespace of the
 * properties of a function, which cannot have a comment of its own; its properties have one each.
 */
export function undocumentedIn(report: string): readonly string[] {
  const marked = /^ *\/\/ .*\(undocumented\)\r?\n(?: *\/\/.*\r?\n)*(.*)$/gmu;
  return [...report.matchAll(marked)]
    .map(([, declaration]) => declaration!.trim())
    .filter((declaration) => !declaration.startsWith('export namespace '));
}

/**
 * Sorts the members of unions of strings and of enums. TypeScript writes them in the order in which it met them, which differs
 * between a clean and an incremental build.
 */
function sortMembers(report: string): string {
  return report
    .replaceAll(
      /(ZodEnum<\{\r?\n)((?: +\S+: "[^"]*";\r?\n)+)/gu,
      (_, open: string, members: string) => {
        const lines = members.split(/\r?\n/u).filter((line) => line !== '');
        return `${open}${lines.sort().join('\n')}\n`;
      },
    )
    .replaceAll(/"[^"\n]*"(?: \| "[^"\n]*")+|\b\d+(?: \| \d+)+/gu, (union) =>
      union.split(' | ').sort().join(' | '),
    );
}

/** Where an entry's report is stored. */
export function reportOf({ slug }: Entry): string {
  return join(root, 'docs/api', `${slug}.api.md`);
}

/** @returns the report's text. */
export async function makeReport(folder: string, entry: Entry): Promise<string> {
  const base = join(root, 'packages', folder);
  const temporary = await mkdtemp(join(tmpdir(), 'speil-api-'));
  try {
    await mkdir(join(temporary, 'kept'));
    const config = ExtractorConfig.prepare({
      configObjectFullPath: join(base, 'api-extractor.json'),
      packageJsonFullPath: join(base, 'package.json'),
      configObject: {
        projectFolder: base,
        mainEntryPointFilePath: entry.declarations,
        compiler: { tsconfigFilePath: join(base, 'tsconfig.lib.json'), skipLibCheck: true },
        apiReport: {
          enabled: true,
          reportFileName: 'report.api.md',
          reportFolder: join(temporary, 'kept'),
          reportTempFolder: temporary,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
      },
    });
    return sortMembers(await readFile(join(temporary, 'report.api.md'), 'utf8'));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
