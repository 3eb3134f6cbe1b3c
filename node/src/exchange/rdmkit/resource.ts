import { z } from 'zod';
import type { SourceRecord } from '../../catalogue/index.ts';
import { isAddress } from '../text.ts';
import { kindOf } from './kind.ts';

const text = z.union([z.string(), z.number()], 'is no text').transform((value) => String(value).trim());
const optional = text.nullish().transform((value) => value ?? undefined);

export const ListedResource = z.object({
  id: text,
  name: text,
  description: optional,
  url: optional,
  registry: z.object({ biotools: optional, fairsharing: optional, tess: optional }).nullish(),
});
export type ListedResource = z.infer<typeof ListedResource>;

/** Authors write NA where a registry does not know the resource. */
const known = (id: string | undefined): string | undefined => (id && !/^n\/?a$/i.test(id) ? id : undefined);

/** An entry of the list of tools and resources. What TeSS has is a search phrase, no identifier: it may be shared. */
export function listedRecord(it: ListedResource, note: (text: string) => void): SourceRecord {
  const biotools = known(it.registry?.biotools);
  const fairsharing = known(it.registry?.fairsharing)?.replace(/^FAIRsharing\./i, '');
  const tess = known(it.registry?.tess);
  const homepage = it.url && isAddress(it.url) ? it.url : undefined;
  if (it.url && !homepage) note(`${it.id}: the address "${it.url}" is no web address and was left out`);
  return {
    key: it.id,
    collection: 'resources',
    description: {
      kind: kindOf(it.name, it.description ?? '', { biotools: biotools !== undefined, fairsharing: fairsharing !== undefined }),
      title: { en: it.name },
      description: it.description ? { en: it.description } : undefined,
      identifiers: [...(biotools ? [`biotools:${biotools}`] : []), ...(fairsharing ? [`fairsharing:${fairsharing}`] : [])],
      aliases: tess ? [`tess:${tess}`] : [],
      homepage,
    },
  };
}
