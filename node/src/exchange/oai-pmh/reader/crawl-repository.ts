import { invalid } from '../../../kernel/errors.ts';
import type { Crawl, ReadItem, ReadReport } from '../../source.ts';
import { OWN_FORM } from '../own-form.ts';
import { OAI_DC, RDF } from './metadata.ts';
import { beganAt, changedSince, stampOf, type Remembered } from './harvest-plan.ts';
import { ask, listRecords, UnreadableAnswer, type Arguments } from './list-records.ts';
import type { AnswerHead } from './parse-answer.ts';
import { COLLECTION, readRecord } from './read-record.ts';
import type { OaiPmhSettings } from './settings.ts';

/** Prefixes under which repositories offer DCAT as RDF/XML, and the namespaces they name for it. */
const DCAT_PREFIX = /^(oai_)?dcat(_?ap)?([_.-]\w+)*$/i;
const DCAT_NAMESPACES = [RDF, 'http://www.w3.org/ns/dcat#', 'http://www.w3.org/ns/dcat'];

/**
 * Harvests a repository: everything the first time, what changed since at the next, and everything again from time to
 * time, as often as the repository's memory of deletions demands.
 */
export async function* crawlRepository({ address, web, since }: Crawl, report: ReadReport, settings: OaiPmhSettings): AsyncGenerator<ReadItem> {
  try {
    yield* harvest(address, { web, since }, report, settings);
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    yield { rejection: { record: error.address, field: '', reason: error.message, collection: COLLECTION } };
  }
}

async function* harvest(address: string, { web, since }: Omit<Crawl, 'address'>, report: ReadReport, settings: OaiPmhSettings): AsyncGenerator<ReadItem> {
  const head = async (given: Arguments): Promise<AnswerHead> => {
    const answer = await ask(web, address, given);
    if (answer.fault) throw answer.fault;
    const [error] = answer.head.errors;
    if (error) throw invalid(`${address} answers ${error.code} to ${given['verb']}: ${error.message}`);
    return answer.head;
  };
  const { searchParams } = new URL(address);
  const set = settings.set ?? searchParams.get('set') ?? undefined;
  const { identify } = await head({ verb: 'Identify' });
  const metadataPrefix = settings.metadataPrefix ?? searchParams.get('metadataPrefix') ?? prefixOf(address, (await head({ verb: 'ListMetadataFormats' })).formats);

  const now = new Date();
  const changed = changedSince(since, { metadataPrefix, set }, identify, now);
  const seen = new Set<string>();
  let began: Date | undefined;
  let pages = 0;
  let repeated = 0;
  async function* list(asked: Arguments, expected: boolean): AsyncGenerator<ReadItem> {
    for await (const page of listRecords(web, address, asked)) {
      began ??= beganAt(page.head, now);
      pages++;
      if (expected && page.head.completeListSize) report.expect(page.head.completeListSize);
      for (const record of page.records) {
        if (seen.has(record.identifier)) {
          repeated++;
          continue;
        }
        if (record.identifier !== '') seen.add(record.identifier);
        yield readRecord(record, settings.kind, report);
      }
    }
  }

  yield* list({ metadataPrefix, set, from: changed?.from }, true);
  // What changed while the pages came may have moved to where the list had been already, or out of it.
  if (pages > 1 && began) yield* list({ metadataPrefix, set, from: stampOf(began, identify.granularity) }, false);
  if (changed) report.note(`Only what changed since ${changed.from} was asked for.`);
  else report.whole(COLLECTION);
  if (repeated > 0) report.note(`${repeated} records were listed more than once while the list was read; the first was taken.`);
  report.remember({ metadataPrefix, set, began: (began ?? now).toISOString(), whole: changed?.remembered.whole ?? now.toISOString() } satisfies Remembered);
}

/** The richest form that is read: the one nodes of this software share, else DCAT as RDF/XML, else Dublin Core, which every repository offers. */
function prefixOf(address: string, formats: AnswerHead['formats']): string {
  const dcat = formats.find(({ prefix, namespace }) => DCAT_PREFIX.test(prefix) && DCAT_NAMESPACES.includes(namespace));
  const own = formats.find(({ namespace }) => namespace === OWN_FORM.namespace);
  const chosen = own ?? dcat ?? formats.find(({ prefix }) => prefix === 'oai_dc') ?? formats.find(({ namespace }) => namespace === OAI_DC);
  if (!chosen) throw invalid(`${address} offers its records as ${formats.map(({ prefix }) => prefix).join(', ') || 'nothing'}, and neither as DCAT nor as oai_dc`);
  return chosen.prefix;
}
