import { invalid } from '../../kernel/errors.ts';
import type { Input } from '../input/input.ts';
import type { ReadItem, ReadReport, Source } from '../source.ts';
import { parseYaml } from '../yaml.ts';
import { Ontology, ontologyRecord } from './ontology.ts';

const FILE = /(^|\/)ontologies\.ya?ml$/i;

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  let found = false;
  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !FILE.test(entry.path)) continue;
    const parsed = parseYaml(await entry.text());
    if ('reason' in parsed) throw invalid(`${entry.path} is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
    const list = (parsed.value as { ontologies?: unknown } | null)?.ontologies;
    if (!Array.isArray(list)) throw invalid(`${entry.path} has no list "ontologies"`);
    found = true;
    report.expect(list.length);
    for (const [place, item] of list.entries()) {
      const checked = Ontology.safeParse(item);
      if (checked.success) {
        yield { record: ontologyRecord(checked.data, report.note) };
        continue;
      }
      const [issue] = checked.error.issues;
      const id = (item as { id?: unknown } | null)?.id;
      const key = typeof id === 'string' && id !== '' ? id : undefined;
      yield { rejection: { record: key ?? `${entry.path} ontology ${place + 1}`, field: issue!.path.join('.'), reason: issue!.message, key, collection: 'ontologies' } };
    }
  }
  if (!found) throw invalid(`${input.address} holds no ontologies.yml`);
  report.whole('ontologies');
}

/** The OBO Foundry's registry of ontologies. */
export const oboFoundry: Source = {
  id: 'obo-foundry',
  title: { en: 'OBO Foundry', zh: 'OBO Foundry（开放生物医学本体注册库）' },
  description: {
    en: 'Ontologies of biology and medicine developed under shared principles, with their products, licences, contacts and what they depend on.',
    zh: '遵循共同原则开发的生物学和医学本体，含发布文件、许可、联系人和依赖关系。',
  },
  homepage: 'https://obofoundry.org/',
  licence: { id: 'CC0-1.0', name: 'CC0 1.0 Universal', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  defaultAddress: 'https://raw.githubusercontent.com/OBOFoundry/OBOFoundry.github.io/master/registry/ontologies.yml',
  schedule: '17 2 * * 3',
  target: 'catalogue',
  version: 1,
  read,
};
