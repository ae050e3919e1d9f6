/**
 * The list of domains, and the only place where a domain is chosen. A recipe names its domain; a model is recognised by
 * its files. Opening a domain loads its libraries, and no others.
 */
import { UsageError } from '../../io/exit.js';
import type {
  Domain,
  DomainFacts,
  DomainName,
  FittedFamily,
  Form,
  ModelFolder,
} from '../domain.js';
import { imagesFacts } from '../images/facts.js';
import { musicFacts } from '../music/facts.js';

interface Entry extends DomainFacts {
  load(): Promise<Domain>;
}

const domains: Readonly<Record<DomainName, Entry>> = {
  images: {
    ...imagesFacts,
    load: async () => (await import('../images/domain.js')).images,
  },
  music: {
    ...musicFacts,
    load: async () => (await import('../music/domain.js')).music,
  },
};

/** Pictures come last, since they accept any model.json. Their reader then reports what is wrong with it. */
const recognisers: readonly Entry[] = [domains.music, domains.images];

/** The domain for a package whose model is not recognised. Its reader reports why. */
export const unrecognised = { domain: domains.images.name, form: 'model' } as const;

export function domainFacts(name: DomainName): DomainFacts {
  return domains[name];
}

export function openDomain(name: DomainName): Promise<Domain> {
  return domains[name].load();
}

export function openAllDomains(): Promise<readonly Domain[]> {
  return Promise.all(Object.values(domains).map((domain) => domain.load()));
}

/** @returns the domain and the format of the model in a folder; undefined if the folder contains no model. */
export function recogniseModel(
  folder: ModelFolder,
): { readonly domain: DomainName; readonly form: Form } | undefined {
  for (const domain of recognisers) {
    const form = domain.recognise(folder);
    if (form !== undefined) return { domain: domain.name, form };
  }
  return undefined;
}

/** The domain and the format of models at an address. */
export function downloadable(): { readonly domain: DomainName; readonly form: Form } {
  const [found] = recognisers.flatMap(({ name, downloads }) =>
    downloads === null ? [] : [{ domain: name, form: downloads }],
  );
  return found!;
}

/**
 * @param subject the name of the model or recipe in messages. @throws UsageError if `--fit` does not apply to its
 * domain.
 */
export function refuseFit(domain: DomainName, subject: string, fit: string | undefined): void {
  const { takesFit, items } = domains[domain];
  if (takesFit || fit === undefined) return;
  throw new UsageError(`${subject} is a model of ${items}: leave out --fit.`);
}

/** @returns the domain that has a family of this name; undefined if none has. */
export async function findFamily(name: string): Promise<Domain | undefined> {
  for (const domain of Object.values(domains)) {
    const families = await domain.listFamilies();
    if (families.some((family) => family.name === name)) return domain.load();
  }
  return undefined;
}

/** The families of all domains. No domain is loaded. */
export async function listFamilies(): Promise<readonly FittedFamily[]> {
  const all = await Promise.all(Object.values(domains).map((domain) => domain.listFamilies()));
  return all.flat();
}

/** The domain of a dataset's name. For a path: music if `isMusic`, otherwise pictures. */
export async function findDataDomain(name: string, isMusic: boolean): Promise<Domain> {
  const all = await openAllDomains();
  const named = all.find(({ datasets }) => datasets.catalogue.some((one) => one.name === name));
  return named ?? openDomain(isMusic ? domains.music.name : domains.images.name);
}

/** Whether the catalogue of any domain has a dataset of this name. */
export async function isNamedDataset(name: string): Promise<boolean> {
  const all = await openAllDomains();
  return all.some(({ datasets }) => datasets.catalogue.some((dataset) => dataset.name === name));
}
