/**
 * Writes a Turtle file's triples with N3's writer into another file: `node export-n3.ts <from> <to>`. Only the writing is
 * timed: the triples of each part are read into memory before its clock starts.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { StreamParser, Writer, type Quad } from 'n3';
import { NAMESPACES } from '../node/src/exchange/rdf/namespaces.ts';

const [from, to] = process.argv.slice(2) as [string, string];
const PART = 50_000;
/** Quads between two looks at whether the file keeps up. */
const STEP = 1_000;
const file = createWriteStream(to);
const writer = new Writer(file, { prefixes: NAMESPACES });
let triples = 0;
let milliseconds = 0;

async function write(part: Quad[]): Promise<void> {
  const begun = performance.now();
  for (const [place, quad] of part.entries()) {
    writer.addQuad(quad);
    if (place % STEP === 0 && file.writableNeedDrain) await once(file, 'drain');
  }
  if (file.writableNeedDrain) await once(file, 'drain');
  milliseconds += performance.now() - begun;
  triples += part.length;
}

let part: Quad[] = [];
for await (const quad of createReadStream(from).pipe(new StreamParser()) as AsyncIterable<Quad>) {
  part.push(quad);
  if (part.length < PART) continue;
  await write(part);
  part = [];
}
await write(part);
writer.end();
await once(file, 'finish');
process.stdout.write(JSON.stringify({ triples, seconds: milliseconds / 1_000 }));
