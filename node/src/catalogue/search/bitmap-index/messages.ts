import type { IndexAnswer, IndexQuery, IndexSight, Plan } from '../plan.ts';

/** What the main thread asks of the index's thread, and what it is answered. */
export interface Questions {
  query: { asked: IndexQuery; answered: IndexAnswer | { lookUp: WordsAnswer } };
  /** How many visible resources bear each word; for those that nearly none does, words they may be typing errors of. Which words a prefix stands for. */
  words: { asked: { words: string[]; prefixes: string[]; sight: IndexSight }; answered: WordsAnswer };
  /** Ordinals of what meets a plan whose phrases are not yet verified; none where there are more than `limit`. */
  candidates: { asked: { plan: Plan; sight: IndexSight; limit: number }; answered: { count: number; ordinals?: Uint32Array } };
  /** How many visible resources bear each token. */
  counts: { asked: { tokens: string[]; sight: IndexSight }; answered: number[] };
  catchUp: { asked: null; answered: null };
  statistics: { asked: null; answered: IndexStatistics };
  close: { asked: null; answered: null };
}
export type Question = keyof Questions;

export interface WordsAnswer {
  words: { word: string; count: number; instead: { word: string; count: number }[] }[];
  prefixes: { prefix: string; tooMany: boolean }[];
}

export interface IndexStatistics {
  resources: number;
  /** Of these, how many everybody sees. */
  open: number;
  terms: number;
  words: number;
  sequence: number;
  /** Bytes that the thread holds, apart from the bitmaps themselves. */
  heap: number;
  external: number;
  /** Where the index came from at start, and in how many milliseconds. */
  loaded: { from: 'snapshot' | 'database'; milliseconds: number };
}

export interface Request {
  id: number;
  question: Question;
  asked: Questions[Question]['asked'];
  /** Past this instant nobody waits for the answer any more. */
  deadline: number;
}

export type Reply =
  | { type: 'ready' }
  | { type: 'log'; message: string }
  | { type: 'answer'; id: number; answered: Questions[Question]['answered'] }
  | { type: 'failure'; id: number; reason: string; late?: boolean };

export interface WorkerSettings {
  databaseUrl: string;
  /** Path of the snapshot file; none is kept where it is left out. */
  snapshot: string | undefined;
  pollMilliseconds: number;
}
