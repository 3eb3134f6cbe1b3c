import { readPrepared, type Db } from '../../kernel/database.ts';
import type { Status } from '../kinds.ts';
import type { ResourceContent } from '../resource.ts';

/** What is shown of a resource in a list of hits. */
export interface HitRow {
  ordinal: number;
  id: string;
  status: Status;
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
  updated: Date;
  links: number;
  content: Omit<ResourceContent, 'distributions' | 'endpoints' | 'contacts' | 'publications' | 'links' | 'identifiers'>;
}

/** A hit as the index knows it. */
interface Indexed {
  ordinal: number;
  /** Milliseconds since 1970. */
  updated: number;
  links: number;
  visibility: string;
}

/** Rows kept hold at most about so many characters; the ones shown longest ago make room. */
const MOST_CHARACTERS = 32_000_000;

/** Rows shown lately. Each is good for as long as the index says the same of its last change and its visibility as the row does. */
export interface HitRows {
  read(db: Db, hits: Indexed[]): Promise<Map<number, HitRow>>;
}

export function hitRows(): HitRows {
  const held = new Map<number, { row: HitRow; characters: number }>();
  let characters = 0;

  const forget = (ordinal: number) => {
    characters -= held.get(ordinal)?.characters ?? 0;
    held.delete(ordinal);
  };
  const keep = (row: HitRow, length: number) => {
    forget(row.ordinal);
    held.set(row.ordinal, { row, characters: length });
    characters += length;
    for (const oldest of held.keys()) {
      if (characters <= MOST_CHARACTERS) break;
      forget(oldest);
    }
  };

  return {
    async read(db, hits) {
      const found = new Map<number, HitRow>();
      const missing: number[] = [];
      for (const { ordinal, updated, links, visibility } of hits) {
        const it = held.get(ordinal);
        if (it && it.row.updated.getTime() === updated && it.row.links === links && it.row.visibility === visibility) {
          found.set(ordinal, it.row);
          held.delete(ordinal);
          held.set(ordinal, it);
        } else missing.push(ordinal);
      }
      if (missing.length === 0) return found;
      const rows = await readPrepared(
        db,
        'hit-rows',
        `select ordinal, id, status, visibility, shown_from, shown_until, updated, links, (content - '{distributions,endpoints,contacts,publications,links,identifiers}'::text[])::text as content
         from catalogue.resource where ordinal = any($1)`,
        [missing],
      );
      for (const { content, ...rest } of rows as unknown as (Omit<HitRow, 'content'> & { content: string })[]) {
        const row: HitRow = { ...rest, content: JSON.parse(content) as HitRow['content'] };
        found.set(row.ordinal, row);
        keep(row, content.length);
      }
      return found;
    },
  };
}
