import type { Vocabulary } from '../vocabulary.ts';

export interface VocabularyRouteOptions {
  /** The snapshot to answer from, asked at each request. */
  vocabulary: () => Vocabulary;
}
