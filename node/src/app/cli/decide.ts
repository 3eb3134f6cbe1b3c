import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { ancestorsIn, Conditions, decideUse, Hierarchy, Purpose } from '../../access/data-use/index.ts';

export interface DecideOptions {
  conditions: string;
  purpose: string;
  hierarchy?: string;
  at?: string;
  json?: boolean;
}

const ANSWERS = { yes: 'Yes / 允许', no: 'No / 不允许', people: 'People must decide / 须由人决定' };
const MARKS = { met: '✓', 'not-met': '✗', people: '?' };

/**
 * Answers whether data under conditions may be used for a purpose, both from files; no node is asked and nothing is
 * kept. Ends with 0 for yes, 1 for no and where people must decide, 2 where the files can't be read.
 */
export async function decide(options: DecideOptions): Promise<number> {
  const now = options.at === undefined ? new Date() : new Date(options.at);
  if (Number.isNaN(now.getTime())) return refuse(`--at: "${options.at}" is no instant (ISO 8601)`);
  const conditions = await readDocument(options.conditions, Conditions);
  const purpose = await readDocument(options.purpose, Purpose);
  const hierarchy = options.hierarchy === undefined ? { value: {} } : await readDocument(options.hierarchy, Hierarchy);
  for (const file of [conditions, purpose, hierarchy]) if ('problem' in file) return refuse(file.problem);
  if (!('value' in conditions) || !('value' in purpose) || !('value' in hierarchy)) return 2;
  const answer = decideUse(conditions.value, purpose.value, { now, ancestors: ancestorsIn(hierarchy.value) });
  process.stdout.write(
    options.json
      ? `${JSON.stringify(answer)}\n`
      : `${[
          ANSWERS[answer.decision],
          ...answer.reasons.map(
            ({ term, label, outcome, text }) => `  ${MARKS[outcome]} ${term} ${label['en']} / ${label['zh'] ?? ''}\n      ${text['en']}\n      ${text['zh'] ?? ''}`,
          ),
          ...answer.obligations.map((it) => `  → ${it['en']} / ${it['zh']}`),
        ].join('\n')}\n`,
  );
  return answer.allowed ? 0 : 1;
}

/** A file as YAML or JSON, checked; or what is wrong with it. */
export async function readDocument<T extends z.ZodType>(path: string, schema: T): Promise<{ value: z.output<T> } | { problem: string }> {
  try {
    const parsed = schema.safeParse(load(await readFile(path, 'utf8')));
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    return { problem: `${path}: ${issue?.path.join('.') || '(top)'} ${issue?.message}` };
  } catch (error) {
    return { problem: `${path} cannot be read: ${(error as Error).message}` };
  }
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}
