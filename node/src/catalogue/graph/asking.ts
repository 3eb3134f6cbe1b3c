import type { Audience } from '../../access/index.ts';
import type { Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { Status } from '../kinds.ts';
import type { NodeType } from '../predicates.ts';

/** What every question to the graph needs. */
export interface Asking {
  db: Db;
  vocabulary: Vocabulary;
  organisationNames(ids: string[]): Promise<Map<string, LanguageMap>>;
  /** What is shown, counted and walked through is what this audience may discover, and nothing else. */
  audience: Audience;
}

const DISCOVERABLE: Record<Audience, Status[]> = {
  public: ['published', 'deprecated'],
  keeper: ['published', 'deprecated', 'draft', 'in-review'],
};
export const discoverable = (audience: Audience): Status[] => DISCOVERABLE[audience];

/** What an identifier names: `org:…` an organisation, any other with a prefix a term, one without a resource. */
export const nodeTypeOf = (id: string): NodeType => (id.startsWith('org:') ? 'organisation' : id.includes(':') ? 'term' : 'resource');
