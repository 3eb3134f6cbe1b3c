import { readFileSync } from 'node:fs';
import type { LanguageMap } from '../../kernel/language-map.ts';

/** A kind of identifier: how it is written, and where it leads. */
export interface Prefix {
  /** In lower case, without colon. */
  prefix: string;
  name: LanguageMap;
  /** Whether upper and lower case tell two identifiers apart (`keep`), or how they are brought to one form. */
  case: 'keep' | 'lower' | 'upper';
  /** Two records that state the same one speak of the same thing. */
  identifies: boolean;
  /** The form of what follows the colon. */
  pattern: RegExp;
  /** `{id}` stands for what follows the colon; the first is the one shown. */
  addresses: string[];
  synonyms: string[];
  /** What makes an identifier last: a resolver of its own, or a registry or archive that never reuses an accession. */
  lasts?: 'resolver' | 'registry' | 'archive' | undefined;
}

/** Brings the many ways to write an identifier (CURIE, resolver's address, bare DOI) to one. */
export interface PrefixRegistry {
  /**
   * The one form of a name: `prefix:id` where a prefix is known; a web address without what makes no difference
   * (scheme, default port, trailing slash); anything else as it is, the prefix in lower case.
   */
  canonical(name: string): string;
  /** Whether two records that state this canonical name speak of the same thing. */
  identifies(canonical: string): boolean;
  /** Where an identifier leads; undefined where its prefix is not known. */
  address(name: string): string | undefined;
  prefixOf(canonical: string): Prefix | undefined;
  list(): readonly Prefix[];
}

/** Resolvers that take any compact identifier after their host. */
const RESOLVERS = /^(?:https?:\/\/)?(?:www\.)?(?:identifiers\.org|n2t\.net|bioregistry\.io)\/(?=[A-Za-z])/i;
/** No prefix is longer. */
const LONGEST_PREFIX = 60;
const BARE_DOI = /^10\.\d{4,9}\/\S+$/;

const shipped: Prefix[] = readFileSync(new URL('prefixes.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [prefix = '', en = '', zh = '', letters = 'keep', identifies = '', pattern = '', address = '', others = '', synonyms = '', lasts = ''] = line.split('\t');
    const addresses = [address, ...others.split(' ')].filter(Boolean);
    return {
      prefix,
      name: { en, zh },
      case: letters as Prefix['case'],
      identifies: identifies === 'yes',
      pattern: new RegExp(pattern, 'i'),
      addresses,
      synonyms: synonyms.split(' ').filter(Boolean),
      lasts: lasts === '' ? undefined : (lasts as Prefix['lasts']),
    };
  });

/** The prefixes that come with the node, and those an operator adds; an operator's wins over one of the same name. */
export function prefixRegistry(added: readonly Prefix[] = []): PrefixRegistry {
  const byName = new Map<string, Prefix>();
  for (const it of [...shipped, ...added]) for (const name of [it.prefix, ...it.synonyms]) byName.set(name.toLowerCase(), it);
  const all = [...new Set(byName.values())];
  const addresses = addressIndex(all);

  const written = (it: Prefix, id: string): string | undefined => {
    if (!it.pattern.test(id)) return undefined;
    return `${it.prefix}:${it.case === 'lower' ? id.toLowerCase() : it.case === 'upper' ? id.toUpperCase() : id}`;
  };

  const compact = (text: string): string | undefined => {
    const colon = text.indexOf(':');
    if (colon < 1 || colon > LONGEST_PREFIX) return undefined;
    const prefix = text.slice(0, colon).toLowerCase();
    const it = byName.get(prefix);
    if (!it) return undefined;
    let id = text.slice(colon + 1).trim();
    // `RRID:SCR_1`, and also `rrid:RRID:SCR_1`, as some write it.
    if (id.slice(0, prefix.length + 1).toLowerCase() === `${prefix}:`) id = id.slice(prefix.length + 1);
    return byAddress(id) ?? written(it, id.replace(/^\//, ''));
  };

  const byAddress = (text: string): string | undefined => {
    if (!/^(?:https?:\/\/|info:)/i.test(text)) return undefined;
    const match = addresses(text);
    return match && written(match.prefix, match.id);
  };

  const ofAddress = (text: string): string => {
    const known = byAddress(text);
    if (known) return known;
    if (RESOLVERS.test(text)) {
      const compacted = compact(text.replace(RESOLVERS, '').replace(/^([A-Za-z][\w.]*)\/(?!\/)/, '$1:'));
      if (compacted) return compacted;
    }
    const url = URL.parse(text);
    return url ? `https://${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}${url.hash}` : text;
  };

  const canonical = (name: string): string => {
    const text = name.trim();
    if (/^(?:https?:\/\/|info:)/i.test(text)) return ofAddress(text);
    if (text.startsWith('10.') && BARE_DOI.test(text)) return canonical(`doi:${text}`);
    return compact(text) ?? text.replace(/^([A-Za-z][\w.-]*):/, (prefix) => prefix.toLowerCase());
  };

  const prefixOf = (name: string) => byName.get(/^([\w.-]+):/.exec(name)?.[1] ?? '');
  return {
    canonical,
    prefixOf,
    identifies: (name) => name.startsWith('https://') || (prefixOf(name)?.identifies ?? false),
    address(name) {
      const form = canonical(name);
      const it = prefixOf(form);
      const address = it?.addresses[0];
      return it && address ? address.replace('{id}', encodeURI(form.slice(it.prefix.length + 1))) : undefined;
    },
    list: () => all,
  };
}

/** Finds the prefix whose address a text is, by host first so that the many are not tried one after the other. */
function addressIndex(all: Prefix[]): (text: string) => { prefix: Prefix; id: string } | undefined {
  const bare = (text: string) => text.replace(/^https?:\/\/(?:www\.)?/i, '');
  const hostOf = (text: string) => bare(text).split(/[/?#]/, 1)[0]!.toLowerCase();
  const byHost = new Map<string, { prefix: Prefix; before: string; after: string }[]>();
  for (const prefix of all) {
    for (const address of prefix.addresses) {
      const [before = '', after = ''] = bare(address).split('{id}');
      byHost.set(hostOf(address), [...(byHost.get(hostOf(address)) ?? []), { prefix, before: before.toLowerCase(), after }]);
    }
  }
  // The longest beginning first: doi.org/10.25504/FAIRsharing.x is a FAIRsharing record before it is a DOI.
  for (const list of byHost.values()) list.sort((a, b) => b.before.length - a.before.length || b.after.length - a.after.length);
  return (text) => {
    const templates = byHost.get(hostOf(text)) ?? [];
    // A resolver's further question (`?version=2`) does not change what is identified.
    for (const plain of templates.length > 0 ? new Set([bare(text), bare(text).replace(/\?.*$/s, '')]) : []) {
      for (const { prefix, before, after } of templates) {
        if (!plain.toLowerCase().startsWith(before) || !plain.endsWith(after)) continue;
        const id = decoded(plain.slice(before.length, plain.length - after.length)).replace(/\/+$/, '');
        if (prefix.pattern.test(id)) return { prefix, id };
      }
    }
    return undefined;
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
