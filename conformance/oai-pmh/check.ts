import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { officialFiles } from '../official-files.ts';
import { NotRun, type StandardCheck } from '../standard.ts';
import { FILES, MODULES, REVISION } from './sources.ts';

/** OAI-PMH: the validator of the Open Archives Initiative's registration service, run against `/oai`. */
export const oaiPmh: StandardCheck = {
  id: 'oai-pmh',
  title: 'OAI-PMH 2.0',
  async check({ url, folder }) {
    const missing = await missingModules();
    if (missing) throw new NotRun(missing);
    const checkout = process.env['OAIPMH_VALIDATOR'] ?? (await validatorIn(folder));
    const report = reportOf(await run('perl', ['oaipmh-validator.pl', `${url}/oai`], checkout));
    return {
      checkedWith: `zimeon/oaipmh-validator ${process.env['OAIPMH_VALIDATOR'] ?? REVISION.slice(0, 12)}`,
      checked: report.passed + report.failures.length,
      of: `tests; its last word: ${report.verdict}`,
      violations: report.verdict === 'COMPLIANT' ? report.failures : [...report.failures, `the validator says ${report.verdict}`],
      notes: report.warnings,
    };
  },
};

interface Ran {
  output: string;
  started: boolean;
}

/** The exit code is left aside: the validator's own says nothing. */
function run(program: string, words: string[], cwd?: string): Promise<Ran & { failed: boolean }> {
  return new Promise((done) => {
    execFile(program, words, { cwd, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      done({ output: `${stdout}\n${stderr}`, started: (error as NodeJS.ErrnoException | null)?.code !== 'ENOENT', failed: error !== null });
    });
  });
}

async function missingModules(): Promise<string | undefined> {
  const perl = await run('perl', ['-v']);
  if (!perl.started) return 'there is no perl on this machine';
  const missing: string[] = [];
  for (const [module, debian] of Object.entries(MODULES)) if ((await run('perl', [`-M${module}`, '-e', '1'])).failed) missing.push(debian);
  return missing.length > 0 ? `modules of Perl are missing; on Debian: apt-get install ${missing.join(' ')}` : undefined;
}

async function validatorIn(folder: string): Promise<string> {
  const checkout = join(folder, 'oaipmh-validator');
  for (const [name, content] of await officialFiles('oaipmh-validator', FILES)) {
    await mkdir(dirname(join(checkout, name)), { recursive: true });
    await writeFile(join(checkout, name), content);
  }
  return checkout;
}

/** What the validator's words come to. */
export function reportOf({ output }: Pick<Ran, 'output'>): { verdict: string; passed: number; failures: string[]; warnings: string[] } {
  const lines = output.split('\n');
  const said = (word: string) => lines.filter((line) => line.startsWith(`${word}:`)).map((line) => line.replace(/^\w+:\s*/, ''));
  return {
    verdict: /^## Validation status of data provider \S+ is (\w+)\s*$/m.exec(output)?.[1] ?? 'nothing that could be understood',
    passed: said('PASS').length,
    failures: said('FAIL'),
    warnings: said('WARN'),
  };
}
