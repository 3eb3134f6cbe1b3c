import type { Branch, Term, Vocabulary } from '../../vocabulary/index.ts';
import type { Description } from '../description.ts';
import type { DeprecatedTerm } from './report.ts';

/** A record's own words, before its terms were brought to what is current. */
export interface RecordWords {
  /** Null where the description is not registered. */
  source: string | null;
  key?: string;
  description: Partial<Description>;
}

/**
 * The terms these records name that their vocabularies have deprecated. The catalogue shows what replaces a deprecated
 * term, or where nothing does the word as a keyword; here stands what the record itself should say.
 */
export function deprecatedTermsIn(records: RecordWords[], vocabulary: Vocabulary): DeprecatedTerm[] {
  return records.flatMap(({ source, key, description }) =>
    namedTerms(description).flatMap(({ field, written, branch }): DeprecatedTerm[] => {
      const term = vocabulary.written(written, branch);
      if (!term?.deprecated) return [];
      const current = vocabulary.resolve(written, branch);
      return [
        {
          field,
          written,
          term: vocabulary.ref(term.id),
          replacement: current ? vocabulary.ref(current.id) : null,
          consider: current ? [] : suggestionsOf(term, vocabulary),
          source,
          ...(key === undefined ? {} : { record: key }),
        },
      ];
    }),
  );
}

const suggestionsOf = (term: Term, vocabulary: Vocabulary) =>
  [...new Set([...term.replacedBy, ...term.consider])].filter((id) => vocabulary.get(id)?.deprecated === false).map(vocabulary.ref);

function namedTerms(it: Partial<Description>): { field: string; written: string; branch: Branch }[] {
  const each = (field: keyof Description, branch: Branch) => ((it[field] ?? []) as string[]).map((written, place) => ({ field: `/${field}/${place}`, written, branch }));
  return [
    ...each('topics', 'topic'),
    ...each('operations', 'operation'),
    ...each('reads', 'format'),
    ...each('writes', 'format'),
    ...each('formats', 'format'),
    ...(it.distributions ?? []).flatMap(({ format }, place) => (format ? [{ field: `/distributions/${place}/format`, written: format, branch: 'format' as const }] : [])),
  ];
}
