import type { Term } from './term.ts';

/** Finds terms by the forms in which an identifier is written: `edam:topic_0091`, `topic_0091`, `EDAM_topic:0091`, an IRI. */
export function identifierIndexOf(terms: ReadonlyMap<string, Term>): (text: string) => Term | undefined {
  const forms = new Map<string, Term>();
  for (const term of terms.values()) {
    forms.set(term.id.toLowerCase(), term);
    forms.set(addressKey(term.iri), term);
  }
  for (const term of terms.values()) {
    const local = term.id.slice(term.id.indexOf(':') + 1).toLowerCase();
    // A bare number would mean one thing in each vocabulary.
    if (/[a-z]/.test(local) && !forms.has(local)) forms.set(local, term);
  }
  return (text) => {
    const given = text.trim().toLowerCase();
    return forms.get(given) ?? forms.get(addressKey(given)) ?? forms.get(given.replace(/^edam_([a-z]+):(\d+)$/, 'edam:$1_$2'));
  };
}

const addressKey = (iri: string): string => iri.toLowerCase().replace(/^https?:\/\/(www\.)?/, '//');
