import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from './database.ts';

test('each test file gets an empty database of its own, and it goes with connections open', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  client.on('error', () => {}); // dropping the database ends it
  await client.connect();
  await client.query('create table mine (id int)');
  const elsewhere = new pg.Client({ connectionString: other.url });
  await elsewhere.connect();
  expect((await elsewhere.query("select to_regclass('mine') as found")).rows).toEqual([{ found: null }]);
  await elsewhere.end();

  await Promise.all([one.drop(), other.drop()]);
  await expect(new pg.Client({ connectionString: one.url }).connect()).rejects.toThrow(/does not exist/);
});
