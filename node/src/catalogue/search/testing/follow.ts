import { openDatabase } from '../../../kernel/database.ts';
import { openSearchIndex } from '../search-index.ts';

/** A process of its own that follows the outbox and writes snapshots until it is killed: `follow.ts <database> <folder>`. */
const [databaseUrl = '', snapshotFolder = ''] = process.argv.slice(2);
const { db } = openDatabase(databaseUrl);
for (;;) {
  const index = await openSearchIndex({ db, databaseUrl, snapshotFolder, log: () => {}, pollMilliseconds: 20 });
  process.send?.('ready');
  await new Promise((resolve) => setTimeout(resolve, 60));
  await index.close();
}
