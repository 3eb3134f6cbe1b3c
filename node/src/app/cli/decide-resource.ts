import type { z } from 'zod';
import { Purpose } from '../../access/data-use/index.ts';
import type { DecisionView } from '../../access/index.ts';
import { readConfiguration } from '../configuration.ts';
import { readDocument } from './decide.ts';
import { openDoor } from './door.ts';

export interface DecideResourceOptions {
  resource: string;
  as?: string;
  action?: string;
  purpose?: string;
  destination?: string;
  json?: boolean;
}

const ANSWERS = { yes: 'Yes / 允许', no: 'No / 不允许', ask: 'No, but it can be asked for / 不允许，但可提出申请' };
const MARKS = { permits: '✓', forbids: '✗', lacks: '–', people: '?' };

/**
 * Asks the node whether somebody may do something with a resource, now; the question is entered in the ledger. Ends with
 * 0 for yes, 1 for no and where it must be asked for, 2 where the purpose can't be read.
 */
export async function decideResource(options: DecideResourceOptions): Promise<number> {
  const purpose = options.purpose === undefined ? undefined : await readDocument(options.purpose, Purpose);
  if (purpose && 'problem' in purpose) {
    process.stderr.write(`${purpose.problem}\n`);
    return 2;
  }
  const door = await openDoor(readConfiguration());
  try {
    const { resource, as, action = 'resource:use', destination } = options;
    const decision = await door.call<z.infer<typeof DecisionView>>('POST', '/api/v1/decisions', {
      action: action.includes(':') ? action : `resource:${action}`,
      resource,
      as,
      destination,
      purpose: purpose?.value,
    });
    process.stdout.write(options.json ? `${JSON.stringify({ decision: decision.answer, ...decision })}\n` : `${told(decision)}\n`);
    return decision.allowed ? 0 : 1;
  } finally {
    await door.close();
  }
}

const told = ({ answer, asker, action, reasons, obligations, until, entry }: z.infer<typeof DecisionView>): string =>
  [
    `${ANSWERS[answer]}   ${asker} ${action}`,
    ...reasons.map(({ policy, outcome, text }) => `  ${MARKS[outcome]} ${policy}\n      ${text['en']}\n      ${text['zh'] ?? ''}`),
    ...obligations.map((it) => `  → ${it['en']} / ${it['zh'] ?? ''}`),
    ...(until ? [`  until ${until} / 有效至 ${until}`] : []),
    ...(entry === undefined ? [] : [`  ledger entry ${entry} / 账本条目 ${entry}`]),
  ].join('\n');
