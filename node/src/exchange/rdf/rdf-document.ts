import type { NamedNode } from 'n3';
import type { Literal } from './terms.ts';

/** Takes one triple. Subjects are addresses: nothing this node says hangs on a blank node, so that pieces can be told apart. */
export type Add = (subject: NamedNode, predicate: NamedNode, object: NamedNode | Literal) => void;

/** An RDF document that is written piece by piece. */
export interface RdfDocument {
  add: Add;
  /** The text written since it was last taken. */
  take(): string;
  /** Closes the document; the rest of its text. */
  end(): string;
}
