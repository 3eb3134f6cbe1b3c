import type { SourceRecord } from '../../catalogue/index.ts';
import { clip } from '../text.ts';
import { formatsOf } from './read-formats.ts';
import { toolKey, toolsOf } from './read-tools.ts';
import { textOf, textsOf, type Fields } from './read-values.ts';

/** Where a `meta.yml` of the nf-core/modules repository (or one laid out like it) lies: `modules/nf-core/samtools/sort/meta.yml`. */
const PLACE = /(?:^|\/)(modules|subworkflows)\/([^/]+)\/((?:[^/]+\/)+)meta\.ya?ml$/i;

/** Names an author or maintainer by the GitHub account they are stated by. */
function contactOf(account: string) {
  const login = /^@?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))$/.exec(account)?.[1];
  return login ? { name: `@${login}`, url: `https://github.com/${login}` } : { name: clip(account, 500) };
}

/** How a module is called in its repository: `samtools/sort`. */
export const moduleName = (path: string): string | undefined => PLACE.exec(path)?.[3]?.replace(/\/$/, '');

/** The record of a module (or of a subworkflow, which is made of modules), or the field that is missing. */
export function moduleRecord(path: string, fields: Fields, note: (text: string) => void): SourceRecord | { field: string; reason: string } {
  const name = textOf(fields['name']);
  if (!name) return { field: 'name', reason: fields['name'] === undefined ? 'is missing' : 'is no text' };
  const [, folder, repository] = PLACE.exec(path) ?? [];
  const components = textsOf(Array.isArray(fields['components']) ? fields['components'].map((it) => (typeof it === 'object' && it !== null ? Object.keys(it)[0] : it)) : []);
  const isWorkflow = folder === 'subworkflows' || components.length > 0;
  const called = moduleName(path) ?? name;
  const owner = repository ?? 'nf-core';
  const isNfCore = owner === 'nf-core';
  const tools = toolsOf(fields['tools']);
  const description = textOf(fields['description']);
  if (textsOf(fields['authors']).length > 0) note('Authors and maintainers of modules are named by their GitHub accounts');
  return {
    key: `${isWorkflow ? 'subworkflow' : 'module'}/${owner}/${called}`,
    collection: 'modules',
    description: {
      kind: isWorkflow ? 'workflow' : 'tool',
      title: { en: name },
      description: description ? { en: description } : undefined,
      aliases: [`${owner}:${isWorkflow ? 'subworkflow' : 'module'}/${called}`],
      homepage: isNfCore ? `https://nf-co.re/${isWorkflow ? 'subworkflows' : 'modules'}/${encodeURIComponent(name)}/` : undefined,
      reads: formatsOf(fields['input']),
      writes: formatsOf(fields['output']),
      keywords: [...new Set([...textsOf(fields['keywords']), 'Nextflow'])].map((word) => clip(word, 300)),
      provider: isNfCore ? { name: { en: 'nf-core' }, url: 'https://nf-co.re/' } : undefined,
      contacts: [...new Map([...textsOf(fields['authors']), ...textsOf(fields['maintainers'])].map((account) => [account.toLowerCase(), contactOf(account)])).values()],
      endpoints:
        isNfCore && folder
          ? [{ url: `https://github.com/nf-core/modules/tree/master/${folder}/nf-core/${called.split('/').map(encodeURIComponent).join('/')}`, type: 'source-code' }]
          : [],
      links: [
        ...tools.map(({ name: tool, fields: said }) => {
          const key = toolKey(tool, said);
          return { predicate: 'uses' as const, target: key.startsWith('biotools:') ? key : `nf-core:tool/${tool.toLowerCase()}` };
        }),
        ...components.map((component) => ({ predicate: 'uses' as const, target: `${owner}:module/${component}` })),
      ],
    },
  };
}

/** Packages of Bioconda an `environment.yml` names: `bioconda::samtools=1.21` is `samtools`. */
export function packagesOf(fields: Fields): string[] {
  return textsOf(fields['dependencies']).flatMap((text) => /^bioconda::([a-z0-9_.-]+)/i.exec(text)?.[1]?.toLowerCase() ?? []);
}
