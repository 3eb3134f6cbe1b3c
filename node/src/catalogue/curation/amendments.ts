import { invalid } from '../../kernel/errors.ts';
import type { ResourceContent, TermRef } from '../resource.ts';

const LISTS = ['endpoints', 'distributions', 'publications', 'contacts'] as const;

/**
 * The amendment that takes a dead address out of a resource: entries of lists go, or lead to the replacement; the
 * homepage, licence or provider needs one.
 */
export function withoutAddress(content: ResourceContent, address: string, replacement?: string): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of LISTS) {
    const entries = (content[field] as { url?: string | undefined; formatTerm?: unknown }[]).map(({ formatTerm: _shown, ...entry }) => entry);
    if (!entries.some(({ url }) => url === address)) continue;
    patch[field] = entries.flatMap((entry) => (entry.url !== address ? [entry] : replacement ? [{ ...entry, url: replacement }] : []));
  }
  const single = { homepage: content.homepage, licence: content.licence?.url, access: content.access?.url, provider: content.provider?.url };
  for (const [field, url] of Object.entries(single)) {
    if (url !== address) continue;
    if (!replacement)
      throw invalid(`The ${field} of a resource cannot be left out by a curator: give the address that takes its place.`, [{ pointer: '/replacement', reason: 'is missing' }]);
    if (field === 'homepage') patch[field] = replacement;
    else patch[field] = { ...withoutIdentifier(content[field as 'licence' | 'access' | 'provider']), url: replacement };
  }
  if (Object.keys(patch).length === 0) throw invalid(`The resource no longer names the address ${address}.`);
  return patch;
}

const withoutIdentifier = (value: object | undefined) => Object.fromEntries(Object.entries(value ?? {}).filter(([key, it]) => key !== 'id' || !String(it).startsWith('org:')));

/** The amendment that writes a field's terms as they are shown: each deprecated one by what replaces it. */
export function withTermReplaced(content: ResourceContent, field: string): Record<string, unknown> {
  const name = field.split(/[./]/).filter(Boolean)[0] ?? field;
  const terms = content[name as 'topics'] as TermRef[] | undefined;
  if (!Array.isArray(terms) || !['topics', 'operations', 'reads', 'writes', 'formats'].includes(name)) throw invalid(`"${field}" is no field of terms.`);
  return { [name]: terms.map(({ id }) => id) };
}
