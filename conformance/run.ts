import { bioschemas } from './bioschemas/check.ts';
import { dcatAp } from './dcat-ap/check.ts';
import { fairDataPoint } from './fair-data-point/check.ts';
import { ldes } from './ldes/check.ts';
import { oaiPmh } from './oai-pmh/check.ts';
import { runningCatalogue } from './running-catalogue.ts';
import { removeFolder, temporaryFolder } from '../tests/support/running-node.ts';
import { NotRun, type StandardCheck, type Subject, type Verdict } from './standard.ts';

/**
 * `npm run conformance [-- dcat-ap|fair-data-point|bioschemas|oai-pmh|ldes …]`: starts a node, fills it, and checks what it
 * hands out by files and suites that the standards' owners published. Ends with 1 where something does not conform. With
 * `--node <address>` a node that runs already is checked as it stands.
 */
const CHECKS: readonly StandardCheck[] = [oaiPmh, ldes, dcatAp, fairDataPoint, bioschemas];
const SHOWN = 20;

type Outcome = { check: StandardCheck; verdict: Verdict } | { check: StandardCheck; notRun: string } | { check: StandardCheck; failed: string };

async function outcomeOf(check: StandardCheck, subject: Subject): Promise<Outcome> {
  try {
    return { check, verdict: await check.check(subject) };
  } catch (error) {
    if (error instanceof NotRun) return { check, notRun: error.message };
    return { check, failed: (error as Error).stack ?? String(error) };
  }
}

function rowOf(outcome: Outcome): string[] {
  const { title } = outcome.check;
  if ('notRun' in outcome) return [title, '', '', '', `not run: ${outcome.notRun}`];
  if ('failed' in outcome) return [title, '', '', '', `could not be checked: ${outcome.failed.split('\n')[0]}`];
  const { checkedWith, checked, of, violations } = outcome.verdict;
  return [title, checkedWith, `${checked} ${of}`, String(violations.length), violations.length === 0 ? 'conforms' : 'DOES NOT CONFORM'];
}

const passes = (outcome: Outcome): boolean => 'notRun' in outcome || ('verdict' in outcome && outcome.verdict.violations.length === 0);

function tell(outcome: Outcome): void {
  if ('failed' in outcome) process.stderr.write(`${outcome.failed}\n`);
  if (!('verdict' in outcome)) return;
  const { violations, notes = [] } = outcome.verdict;
  for (const line of [...violations.slice(0, SHOWN), ...(violations.length > SHOWN ? [`… and ${violations.length - SHOWN} more`] : []), ...notes.map((note) => `note: ${note}`)])
    process.stderr.write(`  ${line}\n`);
}

async function main(words: string[]): Promise<number> {
  const at = words.indexOf('--node');
  const address = at < 0 ? undefined : words[at + 1];
  const names = words.filter((word, place) => !word.startsWith('--') && (at < 0 || place !== at + 1));
  const unknown = names.filter((name) => !CHECKS.some(({ id }) => id === name));
  if (unknown.length > 0 || (at >= 0 && !address)) {
    process.stderr.write(`There is no check "${unknown.join('", "')}". There are: ${CHECKS.map(({ id }) => id).join(', ')}; --node <address> checks a running node.\n`);
    return 2;
  }
  const begin = performance.now();
  const say = (line: string) => void process.stderr.write(`${String(Math.round((performance.now() - begin) / 1000)).padStart(4)} s  ${line}\n`);
  const catalogue = address
    ? { url: address.replace(/\/$/, ''), folder: await temporaryFolder(), say, holds: `what ${address} holds`, stop: async () => undefined }
    : await runningCatalogue(say);
  const outcomes: Outcome[] = [];
  try {
    for (const check of CHECKS.filter(({ id }) => names.length === 0 || names.includes(id))) {
      say(check.title);
      const outcome = await outcomeOf(check, { ...catalogue, say: (line) => say(`${check.title}: ${line}`) });
      tell(outcome);
      outcomes.push(outcome);
    }
  } finally {
    await catalogue.stop();
    await removeFolder(catalogue.folder);
  }
  const rows = [['standard', 'checked with', 'checked', 'violations', 'verdict'], ['---', '---', '---', '---', '---'], ...outcomes.map(rowOf)];
  process.stdout.write(`\n${catalogue.holds}\n\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);
  return outcomes.every(passes) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
