/**
 * The public API of each package as text: one report per entry, which API Extractor generates from the built
 * declarations. The reports are stored under `docs/api`, so that a change of a package's public API appears in a diff.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { root } from './workspace.js';

/** Packages whose entries are reported. */
export const reported = ['api', 'compile', 'core', 'images', 'music', 'runs', 'testing'] as const;

export interface Entry {
  /** The name in an import: `@speil/core/tensor`. */
  readonly name: string;
  readonly declarations: string;
  /** Path of its report. */
  readonly report: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, { readonly types?: string } | string>>;
}

export async function listEntries(folder: string): Promise<readonly Entry[]> {
  const base = join(root, 'packages', folder);
  const manifest = JSON.parse(await readFile(join(base, 'package.json'), 'utf8')) as Manifest;
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || target.types === undefined) return [];
    const suffix = path === '.' ? '' : path.slice(1).replaceAll('/', '-');
    return [
      {
        name: manifest.name + path.slice(1),
        declarations: join(base, target.types),
        report: join(root, 'docs/api', `${folder}${suffix}.api.md`),
      },
    ];
  });
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
