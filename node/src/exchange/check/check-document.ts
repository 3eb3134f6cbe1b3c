import { checkDescription } from '../../catalogue/quality/index.ts';
import { DomainError, invalid, reasonOf, unavailable } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { allowedHosts } from '../../kernel/web/allowed-hosts.ts';
import { openWeb } from '../../kernel/web/open-web.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { DEFAULT_LIMITS, entryOf, type Input } from '../input/input.ts';
import type { ReadReport } from '../source.ts';
import type { Standard } from '../standard.ts';
import { STANDARDS, standardNamed } from '../standards.ts';
import type { CheckReport } from './check-report.ts';
import { readOwnForm } from './own-form.ts';
import { OWN_FORM, recogniseStandard } from './recognise.ts';

export interface DocumentToCheck {
  content: Uint8Array;
  /** Its file name, which may tell what it is. */
  name: string;
  /** The standard to read it as; told by its content where left out. */
  as?: string | undefined;
}

/** Of one document so many descriptions are assessed, and so many rejections and notes are told. */
const ASSESSED = 50;
const TOLD = 200;
/** So many documents are checked at a time, and so many may wait: anybody may ask. */
const AT_ONCE = 2;
const WAITING = 16;

const OWN_TITLE: LanguageMap = { en: 'Biotope description (YAML or JSON)', zh: '生境描述格式（YAML 或 JSON）' };

let busy = 0;
const queue: (() => void)[] = [];

/**
 * Checks a document that is not registered: reads it in its standard, checks each description as registering it would,
 * and assesses those that hold. Stores nothing, and asks no address the document names.
 * @throws `invalid` where nobody can tell what it is, `unavailable` where too many ask at once.
 */
export async function checkDocument(document: DocumentToCheck, vocabulary: Vocabulary, now: Date): Promise<CheckReport> {
  if (busy >= AT_ONCE) {
    if (queue.length >= WAITING) throw unavailable('Too many documents are being checked at the moment. Try again shortly.');
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  busy++;
  try {
    return await check(document, vocabulary, now);
  } finally {
    busy--;
    queue.shift()?.();
  }
}

async function check({ content, name, as }: DocumentToCheck, vocabulary: Vocabulary, now: Date): Promise<CheckReport> {
  const text = await entryOf(name, content.byteLength, () => once(content), DEFAULT_LIMITS).text();
  if (text.trim() === '') throw invalid('The document is empty.');
  const id = as ?? recogniseStandard(text, name);
  const known = [OWN_FORM, ...STANDARDS.map((it) => it.id)];
  if (id === undefined)
    throw invalid(`Nobody can tell what ${name} is written in. Say so with "as": ${known.join(', ')}.`, [{ pointer: '/as', reason: 'is missing and could not be told' }]);
  const standard = standardNamed(id);
  if (!standard && id !== OWN_FORM)
    throw invalid(`This node does not read "${id}". It reads: ${known.join(', ')}.`, [{ pointer: '/as', reason: 'is no standard this node reads' }]);

  const report: CheckReport = {
    standard: { id, title: standard?.title ?? OWN_TITLE, recognised: as === undefined },
    valid: false,
    descriptions: [],
    rejected: [],
    notes: [],
    total: 0,
  };
  const take = (record: string, description: unknown) => {
    report.total++;
    if (report.descriptions.length >= ASSESSED) return;
    const { assessment, ...checked } = checkDescription(description, vocabulary, now);
    report.descriptions.push({ record, title: titleOf(description), ...checked, assessment: assessment ?? null });
  };
  if (standard) await readStandard(standard, name, content, report, take);
  else {
    const read = readOwnForm(text);
    if ('reason' in read) report.rejected.push({ record: name, field: `line ${read.line}, column ${read.column}`, reason: read.reason });
    else for (const { key, description } of read) take(key, description);
  }
  report.valid = report.total > 0 && report.rejected.length === 0 && report.descriptions.every(({ valid }) => valid);
  return report;
}

async function readStandard(standard: Standard, name: string, content: Uint8Array, report: CheckReport, take: (record: string, description: unknown) => void): Promise<void> {
  const note = (text: string) => void (report.notes.length < TOLD && report.notes.push(text));
  const reading: ReadReport = { whole: () => undefined, expect: () => undefined, note, remember: () => undefined };
  try {
    for await (const item of standard.read(inputOf(name, content), reading, standard.settings.parse({}))) {
      if ('record' in item) take(item.record.key, item.record.description);
      else if ('rejection' in item && report.rejected.length < TOLD) {
        const { record, field, reason } = item.rejection;
        report.rejected.push({ record, field: field ?? '', reason });
      }
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    report.rejected.push({ record: name, field: '', reason: reasonOf(error) });
  }
}

/** The document as a reader takes it in: one file, and no way out. */
function inputOf(name: string, content: Uint8Array): Input {
  const web = openWeb({ own: [], allowed: allowedHosts([]), userAgent: 'biotope', howToAllow: () => 'A check reaches no address that a document names.' });
  return {
    address: name,
    shape: 'file',
    async *entries() {
      yield entryOf(name, content.byteLength, () => once(content), DEFAULT_LIMITS);
    },
    progress: () => ({ read: content.byteLength, total: content.byteLength }),
    web,
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

function titleOf(description: unknown): LanguageMap | null {
  const title = (description as { title?: unknown } | null)?.title;
  if (typeof title !== 'object' || title === null) return null;
  const texts = Object.entries(title).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(pair[0]));
  return texts.length > 0 ? Object.fromEntries(texts) : null;
}
