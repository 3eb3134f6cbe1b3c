import { Writer, type Quad_Object } from 'n3';
import type { RdfDocument } from './rdf-document.ts';
import { NAMESPACES } from './namespaces.ts';

/** Turtle or N-Triples by N3's writer, which hands its text on as it is made. */
export function n3Document(format: 'Turtle' | 'N-Triples'): RdfDocument {
  let text = '';
  const writer = new Writer(
    { write: (piece: string, _: string, done?: () => void) => ((text += piece), done?.()), end: (done?: () => void) => done?.() },
    { format, prefixes: NAMESPACES },
  );
  const take = () => {
    const taken = text;
    text = '';
    return taken;
  };
  return {
    add: (subject, predicate, object) => writer.addQuad(subject, predicate, object as Quad_Object),
    take,
    end: () => {
      writer.end();
      return take();
    },
  };
}
