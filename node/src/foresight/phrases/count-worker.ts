import { parentPort } from 'node:worker_threads';
import { countDocument } from './count-phrases.ts';
import { emptyTally, type PhraseTally } from './tally.ts';

/** Documents to count, numbered from `first`; without documents: hand the counts over, piece by piece, and end. */
export interface Work {
  first: number;
  documents?: string[];
}

export type Counted = { ready: true } | { phrases: [string, PhraseTally][] } | { acronyms: [string, number][] };

/** Phrases handed over at once. */
const PIECE = 20_000;

const port = parentPort;
if (!port) throw new Error('Counts phrases in a thread of its own; it is not a program.');
const tally = emptyTally();
const say = (message: Counted) => port.postMessage(message);

port.on('message', ({ first, documents }: Work) => {
  if (documents) {
    tally.documents = first;
    for (const text of documents) countDocument(tally, text);
    say({ ready: true });
    return;
  }
  let piece: [string, PhraseTally][] = [];
  for (const entry of tally.phrases) {
    piece.push(entry);
    tally.phrases.delete(entry[0]);
    if (piece.length < PIECE) continue;
    say({ phrases: piece });
    piece = [];
  }
  say({ phrases: piece });
  say({ acronyms: [...tally.acronyms] });
  port.close();
});
say({ ready: true });
