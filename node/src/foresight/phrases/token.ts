/** A word of a sentence, as phrases are made of it. */
export interface Token {
  /** As it is written. */
  text: string;
  /** What it can be in a noun phrase; `outside` in none. */
  role: 'noun' | 'adjective' | 'number' | 'outside';
  /** A noun in the plural: it ends its phrase. */
  plural: boolean;
}

export type Sentence = Token[];
