import { expect, test } from 'vitest';
import { run } from '../../kernel/database.ts';
import { searchResources } from './search-resources.ts';
import { testCatalogue } from './testing/catalogue-of-tests.ts';
import { randomNumbers, randomResource } from './testing/random-resources.ts';
test('x', async () => {
  const c = await testCatalogue(); const random = randomNumbers(20_260_401);
  for (let from = 0; from < 3000; from += 500) await c.put(Array.from({ length: 500 }, (_, n) => ({ key: `r${from + n}`, ...randomResource(random) })));
  const index = await c.open();
  for (const q of ['kind:database', '"protein protein"', '"proteins the"', '-(-protein 细胞)', '-(-protein 细胞) title:cohort', '(-(-protein 细胞) title:cohort)', 'topic:edam:topic_3308', 'x OR (-(-protein 细胞) title:cohort)','细胞 -protein', 'title:cohort', '(kind:database OR "proteins the")','kind:database OR topic:edam:topic_3308','"protein protein" OR "proteins the"']) {
    console.log(q, (await searchResources(c.searching(index), { q, audience: 'keeper' })).total);
  }
  const sql = async (w: string) => console.log(w, (await run(c.db, `select count(*) n from catalogue.search_row where ${w}`)).rows[0]);
  await sql(`kind = 'database'`); await sql(`(strpos(title, ' protein protein ') > 0 or strpos(body, ' protein protein ') > 0)`);await sql(`(strpos(title, ' proteins the ') > 0 or strpos(body, ' proteins the ') > 0)`);
  await sql(`(not (not (string_to_array(title || body, ' ') && array['protein', 'proteins']) and (string_to_array(title || body, ' ') && array['+细胞'])) and (string_to_array(title, ' ') && array['cohort']))`);
  await c.close();
});
