import type { LanguageMap } from '../kernel/language-map.ts';
import type { ReadItem, ReadReport, Source, SourceSettings } from './source.ts';
import type { Standard } from './standard.ts';

/** A source that an operator defines: who it is, and what is set for its standard's reader. */
export interface DefinedSource {
  id: string;
  title: LanguageMap;
  description: LanguageMap;
  homepage: string;
  licence: Source['licence'];
  schedule: string | null;
  settings: unknown;
}

/** A standard as a source that may be handed any address. */
export function anyAddressOf(standard: Standard, settings: unknown): Source {
  const { id, title, description, homepage, defaultAddress } = standard;
  return { id, title, description, homepage, defaultAddress, schedule: null, anyAddress: true, ...reading(standard, settings, byAddress(standard)) };
}

/** A source of its own in a standard. */
export function definedSource(standard: Standard, { settings, ...defined }: DefinedSource): Source {
  return { ...defined, ...reading(standard, settings, () => AS_READ) };
}

/** What becomes of a reader's names for collections and keys. */
interface Naming {
  collection(name: string): string;
  key(key: string): string;
}

const AS_READ: Naming = { collection: (name) => name, key: (key) => key };

/** Each address' collections are its own, and so are its keys where they mean nothing elsewhere. */
const byAddress =
  ({ localKeys = false }: Standard) =>
  (address: string): Naming => ({ collection: (name) => `${name} ${address}`, key: (key) => (localKeys ? `${address}#${key}` : key) });

function reading(
  standard: Standard,
  configured: unknown,
  namingOf: (address: string) => Naming,
): Pick<Source, 'standard' | 'target' | 'version' | 'accept' | 'reader' | 'checkReader' | 'read' | 'crawl'> {
  const { crawl } = standard;
  const settingsOf = ({ reader }: SourceSettings) => (reader === undefined ? configured : standard.settings.parse(reader));
  return {
    standard: standard.id,
    target: 'catalogue',
    version: standard.version,
    accept: standard.accept,
    reader: configured,
    checkReader: (given) => standard.settings.safeParse(given).error?.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, reason: message })) ?? [],
    read: (input, report, settings) => {
      const naming = namingOf(input.address);
      return named(standard.read(input, reported(report, naming), settingsOf(settings)), naming);
    },
    crawl:
      crawl &&
      ((from, report, settings) => {
        const naming = namingOf(from.address);
        return named(crawl(from, reported(report, naming), settingsOf(settings)), naming);
      }),
  };
}

const reported = (report: ReadReport, naming: Naming): ReadReport => ({ ...report, whole: (collection) => report.whole(naming.collection(collection)) });

async function* named(items: AsyncIterable<ReadItem>, naming: Naming): AsyncGenerator<ReadItem> {
  for await (const item of items) yield naming === AS_READ ? item : renamed(item, naming);
}

function renamed(item: ReadItem, { collection, key }: Naming): ReadItem {
  if ('record' in item) return { record: { ...item.record, key: key(item.record.key), collection: collection(item.record.collection) } };
  if ('gone' in item) return { gone: { key: key(item.gone.key), collection: collection(item.gone.collection) } };
  if (!('rejection' in item)) return item;
  const { rejection } = item;
  return {
    rejection: {
      ...rejection,
      ...(rejection.key === undefined ? {} : { key: key(rejection.key) }),
      ...(rejection.collection === undefined ? {} : { collection: collection(rejection.collection) }),
      ...(rejection.derived === undefined ? {} : { derived: rejection.derived.map(collection) }),
    },
  };
}
