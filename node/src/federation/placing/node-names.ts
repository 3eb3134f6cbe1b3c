import { run, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';

/** How the nodes heard of are called, at hand for every list that names them. */
export interface NodeNames {
  /** Of a node that has not been heard of, its identifier. */
  titleOf(node: string): LanguageMap;
  isKnown(node: string): boolean;
  refresh(): Promise<void>;
}

export function nodeNames(db: Db): NodeNames {
  let names = new Map<string, LanguageMap>();
  return {
    titleOf: (node) => names.get(node) ?? { en: node },
    isKnown: (node) => names.has(node),
    async refresh() {
      const { rows } = await run(db, 'select id, name from federation.node');
      names = new Map((rows as unknown as { id: string; name: LanguageMap }[]).map(({ id, name }) => [id, name]));
    },
  };
}
