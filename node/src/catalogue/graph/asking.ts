import type { Sight } from '../../access/index.ts';
import type { Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { NodeType } from '../predicates.ts';

/** What every question to the graph needs. */
export interface Asking {
  db: Db;
  vocabulary: Vocabulary;
  organisationNames(ids: string[]): Promise<Map<string, LanguageMap>>;
  /** What is shown, counted and walked through is what this sight shows, and nothing else. */
  sight: Sight;
}

/** What an identifier names: `org:…` an organisation, any other with a prefix a term, one without a resource. */
export const nodeTypeOf = (id: string): NodeType => (id.startsWith('org:') ? 'organisation' : id.includes(':') ? 'term' : 'resource');
