import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';

/** The registries' files, where this machine has them beside the repository. */
const REAL = new URL('../../shared/data/', import.meta.url).pathname;
const STARTER = new URL('../node/starter/', import.meta.url).pathname;

export const SOURCES = ['galaxy-codex', 'aws-open-data', 'obo-foundry', 'rdmkit'] as const;
export type SourceName = (typeof SOURCES)[number];

/** The part of a registry from one share of its length to another (0 to 1). */
export interface Slice {
  source: SourceName;
  from: number;
  to: number;
  /** Of the files it has, these alone. */
  only?: string;
}

/** Whether the real registries are here; without them the platforms hold parts of the starter catalogue. */
export const haveRealData = (): boolean => SOURCES.every((source) => existsSync(join(REAL, source)));

/** The vocabulary, where it is here. */
export const edamFile = (): string | undefined => (existsSync(join(REAL, 'edam')) ? join(REAL, 'edam') : undefined);

const part = <T>(all: readonly T[], { from, to }: Slice): T[] => all.slice(Math.floor(all.length * from), Math.floor(all.length * to));

/** Writes a slice of a registry as a folder that its reader takes for the whole registry. */
export function writeSlice(slice: Slice, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  WRITERS[slice.source](slice, join(REAL, slice.source), folder);
}

const WRITERS: Record<SourceName, (slice: Slice, from: string, to: string) => void> = {
  'galaxy-codex': (slice, from, to) => {
    for (const file of readdirSync(from).filter((name) => slice.only === undefined || name === slice.only)) {
      const [head = '', ...rows] = readFileSync(join(from, file), 'utf8').split('\n');
      writeFileSync(join(to, file), [head, ...part(rows.filter(Boolean), slice), ''].join('\n'));
    }
  },
  'aws-open-data': (slice, from, to) => {
    cpSync(join(from, 'services.yaml'), join(to, 'services.yaml'));
    mkdirSync(join(to, 'datasets'));
    for (const file of part(readdirSync(join(from, 'datasets')).sort(), slice)) cpSync(join(from, 'datasets', file), join(to, 'datasets', file));
  },
  'obo-foundry': (slice, from, to) => {
    const { ontologies } = load(readFileSync(join(from, 'ontologies.yml'), 'utf8')) as { ontologies: object[] };
    writeFileSync(join(to, 'ontologies.yml'), dump({ ontologies: part(ontologies, slice) }));
  },
  rdmkit: (slice, from, to) => {
    const list = load(readFileSync(join(from, 'tool_and_resource_list.yml'), 'utf8')) as object[];
    writeFileSync(join(to, 'tool_and_resource_list.yml'), dump(part(list, slice)));
  },
};

/** Writes the named files of the starter catalogue (`data`, `tool` …) as a catalogue of its own. */
export function writeStarter(names: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) cpSync(join(STARTER, `${name}.yaml`), join(folder, `${name}.yaml`));
}
