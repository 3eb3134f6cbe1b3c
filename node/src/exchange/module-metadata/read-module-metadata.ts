import { z } from 'zod';
import type { SourceRecord } from '../../catalogue/index.ts';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { parseYaml } from '../yaml.ts';
import { moduleName, moduleRecord, packagesOf } from './read-module.ts';
import { containerRecord, packageRecord } from './read-package.ts';
import { toolKey, toolRecord, toolsOf, type Tool } from './read-tools.ts';
import { isFields, type Fields } from './read-values.ts';

const FILE = /(^|\/)(meta\.ya?ml|environment\.ya?ml|annotations\.ya?ml|bioconda_[^/]+\.ya?ml|[^/]+\.(biocontainers|bioconda)\.ya?ml|biocontainers\.ya?ml)$/i;
const ENVIRONMENT = /(^|\/)environment\.ya?ml$/i;
const folderOf = (path: string): string => path.replace(/[^/]*$/, '');

type Form = 'module' | 'package' | 'container' | 'containers';

/** What a file speaks of, told by what it holds: the files' names are the same in all places. */
function formOf(path: string, fields: Fields): Form {
  if (isFields(fields['package']) || 'biotools_id' in fields || /(^|\/)bioconda_|\.bioconda\./i.test(path)) return 'package';
  if ('tools' in fields || 'input' in fields || 'components' in fields || moduleName(path) !== undefined) return 'module';
  if ('identifiers' in fields || 'home_url' in fields || /biocontainers\.ya?ml$/i.test(path)) return 'container';
  const values = Object.values(fields);
  return values.length > 0 && values.every(isFields) && !('name' in fields) ? 'containers' : 'module';
}

const COLLECTIONS: Record<Form, string> = { module: 'modules', package: 'packages', container: 'containers', containers: 'containers' };

/** What is gathered over all files: tools that many modules wrap, and the packages in each module's folder. */
interface Gathered {
  tools: Map<string, Tool & { folders: Set<string> }>;
  packages: Map<string, string[]>;
}

function gatherTools(path: string, fields: Fields, { tools }: Gathered): void {
  for (const { name, fields: said } of toolsOf(fields['tools'])) {
    const key = toolKey(name, said);
    const tool = tools.get(key) ?? { name, fields: [], packages: new Set(), folders: new Set() };
    // Modules repeat what they say of a tool; the first few that say anything are enough.
    if (tool.fields.length < 5) tool.fields.push(said);
    tool.folders.add(folderOf(path));
    tools.set(key, tool);
  }
}

/** Parses a file; a recipe's template is told from a broken file. */
async function fieldsOf(entry: Entry): Promise<Fields> {
  const text = await entry.text();
  const parsed = parseYaml(text, { repeatedKeys: true });
  if ('reason' in parsed) {
    if (/\{%|\{\{/.test(text)) throw invalid('is a template of a recipe (Jinja); only recipes that are filled in can be read');
    throw invalid(`is no valid YAML: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}`);
  }
  if (!isFields(parsed.value)) throw invalid('holds no map of fields');
  return parsed.value;
}

function* itemsOf(path: string, fields: Fields, gathered: Gathered, report: ReadReport): Generator<ReadItem> {
  const form = formOf(path, fields);
  const collection = COLLECTIONS[form];
  const item = (made: SourceRecord | { field: string; reason: string }, name: string): ReadItem =>
    'key' in made ? { record: made } : { rejection: { record: name, field: made.field, reason: made.reason, collection } };
  if (form === 'package') yield item(packageRecord(fields), path);
  else if (form === 'container') yield item(containerRecord(path.replace(/^.*\/|\.biocontainers\.ya?ml$|\.ya?ml$/gi, ''), fields), path);
  else if (form === 'containers') for (const [name, said] of Object.entries(fields)) yield item(containerRecord(name, said as Fields), `${path} ${name}`);
  else {
    gatherTools(path, fields, gathered);
    yield item(moduleRecord(path, fields, report.note), path);
  }
}

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  const gathered: Gathered = { tools: new Map(), packages: new Map() };
  const collections = new Set<string>();
  let files = 0;
  for await (const entry of input.entries()) {
    const { path } = entry;
    if (input.shape === 'folder' && !FILE.test(path)) continue;
    try {
      const fields = await fieldsOf(entry);
      if (ENVIRONMENT.test(path)) {
        gathered.packages.set(folderOf(path), packagesOf(fields));
        continue;
      }
      files++;
      for (const item of itemsOf(path, fields, gathered, report)) {
        if ('record' in item) collections.add(item.record.collection);
        else if ('rejection' in item && item.rejection.collection) collections.add(item.rejection.collection);
        yield item;
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (ENVIRONMENT.test(path)) {
        report.note(`${path} could not be read (${reasonOf(error)}): which packages its module uses is not known`);
        continue;
      }
      files++;
      collections.add('modules');
      yield { rejection: { record: path, field: '', reason: reasonOf(error), collection: 'modules', derived: ['tools'] } };
    }
  }
  if (files === 0) throw invalid(`${input.address} holds no module metadata (meta.yml of nf-core, annotations.yaml of BioContainers, or a filled-in recipe of Bioconda)`);
  for (const [key, tool] of gathered.tools) {
    for (const folder of tool.folders) for (const name of gathered.packages.get(folder) ?? []) if (name === tool.name.toLowerCase()) tool.packages.add(name);
    yield { record: toolRecord(key, tool) };
  }
  if (collections.has('modules')) collections.add('tools');
  for (const collection of collections) report.whole(collection);
}

/** Tools as the metadata of workflow modules, containers and packages describes them. */
export const moduleMetadata = defineStandard({
  id: 'module-metadata',
  title: { en: 'Modules, containers and packages', zh: '模块、容器与软件包元数据' },
  description: {
    en: 'Tools as the meta.yml of nf-core modules, the annotations of BioContainers and the recipes of Bioconda describe them: one file, a folder, or an archive of the repository.',
    zh: 'nf-core 模块的 meta.yml、BioContainers 注释和 Bioconda 配方所描述的工具：单个文件、文件夹或仓库压缩包。',
  },
  homepage: 'https://nf-co.re/modules/',
  version: 1,
  settings: z.strictObject({}),
  read,
});
