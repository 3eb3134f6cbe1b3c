import type { JSONColumnType } from 'kysely';
import type { Term } from './term.ts';

/** The tables of schema `vocabulary`. */
export interface VocabularyTables {
  term: {
    id: string;
    vocabulary: string;
    term: JSONColumnType<Term>;
    digest: string;
    /** Its source no longer has it. */
    withdrawn: boolean;
    first_seen: Date;
    last_changed: Date;
  };
  /** One row: grows with every change, so that each process knows when its snapshot is old. */
  generation: { number: number };
}
