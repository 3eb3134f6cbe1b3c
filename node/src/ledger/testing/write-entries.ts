/** A process of its own that writes entries both ways at once: `node write-entries.ts <database> <name> <how many>`. */
import { openDatabase } from '../../kernel/database.ts';
import { openBook, record } from '../index.ts';

const [url = '', name = '', count = '0'] = process.argv.slice(2);
const { db, close } = openDatabase(url, { max: 4 });
const book = openBook(db);
const entry = (subject: string) => ({ at: new Date(), actor: name, action: 'test.write', subject, detail: {} });
await Promise.all(
  Array.from({ length: Number(count) }, (_, i) => (i % 5 === 0 ? db.transaction().execute((trx) => record(trx, entry(`recorded ${i}`))) : book.write(entry(`written ${i}`)))),
);
await book.close();
await close();
