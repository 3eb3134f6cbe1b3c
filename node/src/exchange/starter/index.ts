import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import type { DescriptionInput } from '../../catalogue/index.ts';
import type { Input } from '../input/input.ts';
import type { ReadItem, ReadReport, Source } from '../source.ts';
import { parseYaml } from '../yaml.ts';

/** One entry as its author writes it; the description is checked where it is published. */
const Entry = z.object({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no slug (lower-case letters, digits and hyphens)'),
  description: z.record(z.string(), z.unknown()),
});

/** Reads lists of entries into a collection; read from a folder, the collection is whole. */
async function* readEntries(collection: string, input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  for await (const entry of input.entries()) {
    if (!/\.ya?ml$/i.test(entry.path)) continue;
    const parsed = parseYaml(await entry.text());
    if ('reason' in parsed) throw invalid(`${entry.path} is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
    // A map beside the lists (which entry covers which platform) describes nothing.
    if (!Array.isArray(parsed.value)) continue;
    for (const [place, item] of parsed.value.entries()) {
      const checked = Entry.safeParse(item);
      if (checked.success) {
        yield { record: { key: checked.data.key, collection, description: checked.data.description as unknown as DescriptionInput } };
        continue;
      }
      const [issue] = checked.error.issues;
      const key = (item as { key?: unknown } | null)?.key;
      yield {
        rejection: {
          record: typeof key === 'string' ? key : `${entry.path} entry ${place + 1}`,
          field: issue!.path.join('.'),
          reason: issue!.message,
          key: typeof key === 'string' ? key : undefined,
          collection,
        },
      };
    }
  }
  if (input.shape === 'folder') report.whole(collection);
}

/** The node's own starter catalogue, kept in this repository so that a node without a network shows something true. */
export const starter: Source = {
  id: 'starter',
  title: { en: 'Starter catalogue', zh: '初始目录' },
  description: {
    en: 'Platforms of biomedical research named in the founding studies of this system, described by its authors.',
    zh: '本系统奠基研究中提到的生物医药研发资源平台，由项目作者撰写条目。',
  },
  homepage: '/',
  licence: { id: 'Apache-2.0', name: 'Apache License 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  defaultAddress: new URL('../../../starter/', import.meta.url).pathname,
  schedule: null,
  target: 'catalogue',
  version: 1,
  read: (input, report) => readEntries('starter', input, report),
};

/** What the institution describes in files of its own, in the starter catalogue's form. */
export const own: Source = {
  id: 'own',
  title: { en: 'Described here', zh: '本机构描述' },
  description: {
    en: 'Resources that the institution describes in YAML files of its own; their folder is set in biotope.yaml or given to the harvest.',
    zh: '本机构以自己的 YAML 文件描述的资源；文件夹在 biotope.yaml 中设定，或在采集时给出。',
  },
  homepage: '/',
  schedule: null,
  target: 'catalogue',
  version: 1,
  read: (input, report) => readEntries('own', input, report),
};
