import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DomainError, invalid } from '../../kernel/errors.ts';
import { allowedHosts } from '../../kernel/web/allowed-hosts.ts';
import { openWeb } from '../../kernel/web/open-web.ts';
import type { ApiCheckReport } from '../contract.ts';
import { LANGUAGE, text } from './language.ts';
import type { CommandContext } from './main.ts';

/** What the node takes in one document. */
const LARGEST = 4 * 2 ** 20;

type Checked = ApiCheckReport['descriptions'][number];
type Assessed = NonNullable<Checked['assessment']>;

const WORDS = {
  en: {
    readAs: (title: string) => `read as ${title}`,
    holds: 'holds: it could be registered as it is',
    flaws: 'does not hold:',
    unknown: 'terms no vocabulary here knows (kept as keywords):',
    score: (holds: number, of: number) => `${holds} of ${of}`,
    overall: 'all',
    later: 'of these the node provides some once the description is registered (–)',
    fix: 'fix',
    findings: 'To mend:',
    rejected: 'could not be read:',
    more: (n: number) => `… and ${n} more descriptions that were not assessed`,
    nothing: 'holds no description',
  },
  zh: {
    readAs: (title: string) => `按 ${title} 读取`,
    holds: '有效：可直接登记',
    flaws: '无效：',
    unknown: '本节点词表未收录的术语（将作为关键词保留）：',
    score: (holds: number, of: number) => `${holds}/${of}`,
    overall: '合计',
    later: '其中部分（–）在登记后由节点提供',
    fix: '改进',
    findings: '待改进：',
    rejected: '无法读取：',
    more: (n: number) => `……另有 ${n} 条描述未评估`,
    nothing: '没有任何描述',
  },
} as const;

/** Reads a description where it lies, has the node check it, and says how it fares. Ends with 1 where it does not hold. */
export async function check(context: CommandContext, given: string, ...rest: string[]): Promise<number> {
  const { as } = JSON.parse(rest.at(-1) ?? '{}') as { as?: string };
  const { content, name } = /^https?:\/\//i.test(given) ? await fetched(given, context) : await read(given);
  const query = new URLSearchParams({ name: name.slice(0, 300), ...(as ? { as } : {}) });
  const report = await context.door.call<ApiCheckReport>('POST', `/api/v1/check?${query}`, content);
  context.answer(report, () => inWords(given, report));
  return report.valid ? 0 : 1;
}

async function read(path: string): Promise<{ content: Uint8Array; name: string }> {
  const file = await open(path).catch(() => {
    throw invalid(`There is no file ${path}.`);
  });
  try {
    const { size } = await file.stat();
    if (size > LARGEST) throw new DomainError('too-large', `${path} is larger than ${LARGEST} bytes, the most that is checked at a time.`);
    return { content: await file.readFile(), name: basename(path) };
  } finally {
    await file.close();
  }
}

/** Fetched here, by who runs the command, and not by the node: it asks no address for others. */
async function fetched(address: string, { configuration }: CommandContext): Promise<{ content: Uint8Array; name: string }> {
  const web = openWeb({
    own: [address],
    allowed: allowedHosts(configuration.harvest.allowHosts),
    userAgent: 'biotope-check',
    limits: { entry: LARGEST },
    howToAllow: (host) => `An operator allows it by "${host}" in harvest.allowHosts of biotope.yaml.`,
  });
  const document = await web.get(address, { accept: 'text/turtle, application/ld+json, application/json;q=0.9, application/rdf+xml;q=0.9, */*;q=0.5' });
  const pieces: Uint8Array[] = [];
  for await (const piece of document.bytes()) pieces.push(piece);
  return { content: Buffer.concat(pieces), name: new URL(document.url).pathname.split('/').filter(Boolean).at(-1) ?? 'document' };
}

const MARKS = { holds: '✓', partly: '~', fails: '✗', 'not-applicable': '–' } as const;

function inWords(given: string, report: ApiCheckReport): string {
  const words = WORDS[LANGUAGE];
  const lines = [`${given}: ${words.readAs(text(report.standard.title))}`];
  if (report.total === 0 && report.rejected.length === 0) lines.push(words.nothing);
  for (const { record, field, reason } of report.rejected) lines.push(`${record}: ${words.rejected} ${field ? `${field} ` : ''}${reason}`);
  for (const checked of report.descriptions) lines.push('', ...describe(checked));
  if (report.total > report.descriptions.length) lines.push('', words.more(report.total - report.descriptions.length));
  for (const note of report.notes) lines.push(`· ${note}`);
  return lines.join('\n');
}

function describe({ record, title, valid, flaws, unknownTerms, assessment }: Checked): string[] {
  const words = WORDS[LANGUAGE];
  return [
    title ? `${text(title)} (${record})` : record,
    `  ${valid ? words.holds : words.flaws}`,
    ...flaws.map(({ pointer, reason }) => `    ${pointer}  ${reason}`),
    ...(unknownTerms.length > 0 ? [`  ${words.unknown} ${unknownTerms.map((term) => term.replace(/^[a-z]+:/, '')).join(', ')}`] : []),
    ...(assessment ? assessed(assessment) : []),
  ];
}

function assessed({ scores, metrics, findings }: Assessed): string[] {
  const words = WORDS[LANGUAGE];
  const score = (letter: keyof typeof scores) => `${letter === 'all' ? words.overall : letter} ${words.score(scores[letter].holds, scores[letter].of)}`;
  return [
    `  ${(['F', 'A', 'I', 'R', 'all'] as const).map(score).join(' · ')}  (${words.later})`,
    ...metrics.flatMap(({ metric, verdict, because, fix, evidence }) => [
      `  ${MARKS[verdict]} ${metric.padEnd(13)} ${text(because)}`,
      ...evidence.slice(0, 3).map(({ field, value }) => `${' '.repeat(18)}${field}: ${value}`),
      ...(fix ? [`${' '.repeat(18)}${words.fix}: ${text(fix)}`] : []),
    ]),
    ...(findings.length > 0 ? [`  ${words.findings}`, ...findings.map((it) => `    ${text(it.title)}: ${text(it.because)} ${text(it.fix)}`)] : []),
  ];
}
