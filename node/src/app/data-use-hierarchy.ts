import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { ancestorsIn, Hierarchy } from '../access/data-use/index.ts';
import { flawsOf } from '../kernel/flaws.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { ConfigurationError } from './configuration.ts';

/**
 * What a disease or a place is a narrower case of, itself included: as the vocabularies of this node have it, and as a
 * file of the operator's says, `{"MONDO:0007254": ["MONDO:0004992"], "CN": ["Asia"]}`.
 */
export async function dataUseHierarchy(file: string | undefined, vocabulary: () => Vocabulary): Promise<(id: string) => ReadonlySet<string>> {
  const stated = ancestorsIn(file === undefined ? {} : await read(file));
  return (id) => new Set([...stated(id)].flatMap((it) => [it, ...vocabulary().ancestors(vocabularyForm(it))]));
}

async function read(file: string): Promise<Hierarchy> {
  try {
    const parsed = Hierarchy.safeParse(load(await readFile(file, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(
      flawsOf(parsed.error.issues)
        .map(({ pointer, reason }) => `${pointer} ${reason}`)
        .join('; '),
    );
  } catch (error) {
    throw new ConfigurationError(`dataUse.hierarchy: ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Vocabularies name their terms with a prefix in small letters: `mondo:0005148`. */
const vocabularyForm = (id: string): string =>
  id.replace(/^(?:https?:\/\/purl\.obolibrary\.org\/obo\/)?([A-Za-z]+)[:_](?=[^/]+$)/, (_, prefix: string) => `${prefix.toLowerCase()}:`);
