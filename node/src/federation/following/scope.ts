import { KIND_CATEGORIES, type Kind } from '../../catalogue/index.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { DescriptionEnvelope } from '../envelope.ts';
import type { Scope } from '../tables.ts';

const BRANCHES = ['topics', 'operations'] as const;

/** Whether a description lies within what a hub takes in of a member: of its categories, and of its topics or what is narrower. */
export function liesWithin({ categories, topics }: Scope, description: DescriptionEnvelope['description'], vocabulary: Vocabulary): boolean {
  if (categories?.length && !categories.includes(categoryOf(description))) return false;
  if (!topics?.length) return true;
  const wanted = new Set(topics.map((topic) => vocabulary.resolve(topic)?.id ?? topic));
  const named = BRANCHES.flatMap((field) => (Array.isArray(description[field]) ? (description[field] as unknown[]) : [])).filter((term) => typeof term === 'string');
  return named.some((term) => {
    const id = vocabulary.resolve(term)?.id ?? term;
    return wanted.has(id) || [...vocabulary.ancestors(id)].some((ancestor) => wanted.has(ancestor));
  });
}

/** As the catalogue sees it: the category stated, else that of its kind. */
const categoryOf = ({ category, kind }: Record<string, unknown>): string => (typeof category === 'string' ? category : (KIND_CATEGORIES[kind as Kind]?.[0] ?? 'other'));

/** A scope as one text: equal scopes, equal texts. */
export const scopeText = ({ categories = [], topics = [] }: Scope): string => JSON.stringify([[...categories].sort(), [...topics].sort()]);
