/** Exports the catalogue of a database into a file, as `/catalog` does: `node export-child.ts <database> <file>`. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { formatNamed, lastChange, readAhead, streamOf, wholeCatalogue, writingContext } from '../node/src/exchange/index.ts';
import { PUBLIC_SIGHT } from '../node/src/access/index.ts';
import type { Reading } from '../node/src/catalogue/index.ts';
import { openDatabase } from '../node/src/kernel/database.ts';
import { snapshotOf } from '../node/src/vocabulary/index.ts';

const [url, file] = process.argv.slice(2) as [string, string];
const { db, close } = openDatabase(url);
const reading: Reading = { db, vocabulary: snapshotOf([], 0), sight: PUBLIC_SIGHT, baseUrl: 'https://catalogue.example.org', sourceTitle: (source) => ({ en: source }) };
const format = formatNamed('dcat-turtle');
if (!format) throw new Error('there is no format dcat-turtle');
const node = { name: { en: 'Made up', zh: '虚构' }, description: { en: 'Made-up resources', zh: '虚构资源' } };
let resources = 0;
async function* counted() {
  for await (const page of readAhead(wholeCatalogue(reading, format!))) {
    resources += page.length;
    yield page;
  }
}
const begun = performance.now();
await pipeline(streamOf(format, counted(), writingContext(reading, node, await lastChange(reading)), { whole: true }), createWriteStream(file));
const seconds = (performance.now() - begun) / 1_000;
await close();
process.stdout.write(JSON.stringify({ resources, seconds, peak: process.resourceUsage().maxRSS * 1_024 }));
