import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { RedLine } from '../red-lines/index.ts';
import { cedar } from './cedar.ts';
import type { Policy } from './policy.ts';

const value = (it: string | boolean): Expr => ({ Value: it });
const of = (variable: 'context' | 'resource', attr: string): Expr => ({ '.': { left: { Var: variable }, attr } });
const and = (left: Expr, right: Expr): Expr => ({ '&&': { left, right } });
const or = (left: Expr, right: Expr): Expr => ({ '||': { left, right } });
const not = (arg: Expr): Expr => ({ '!': { arg } });
const equal = (left: Expr, right: Expr): Expr => ({ '==': { left, right } });
const datetime = (at: Date): Expr => ({ datetime: [value(at.toISOString())] });
const actionsOf = (names: string[]): PolicyJson['action'] => ({ op: 'in', entities: names.map((id) => ({ type: 'Action', id })) });

const USES = ['resource:use', 'resource:export'];

/**
 * A red line as a forbid: in force between its dates, on resources that hold its kind of data. It looks at nothing that
 * a person may be given, so that no role, grant, passport or permit gets past it.
 */
export function redLinePolicy(line: RedLine): Policy {
  const { id, dataCategory, forbids, country, from, until } = line;
  const kind: Expr = { contains: { left: of('resource', 'dataCategories'), right: value(dataCategory) } };
  const begun: Expr = { '<=': { left: datetime(from), right: of('context', 'now') } };
  let when = and(kind, begun);
  if (until) when = and(when, { '<': { left: of('context', 'now'), right: datetime(until) } });
  // The rule of one country does not touch data known to stand under another.
  if (country) when = and(when, or(not({ has: { left: { Var: 'resource' }, attr: 'country' } }), equal(of('resource', 'country'), value(country))));
  // Where the data would be must be known and be that country alone.
  if (forbids === 'leaving-country') when = and(when, not(equal(of('context', 'places'), { Set: [value(country ?? '')] })));
  const reason = reasonOf(line);
  const name = `red-line:${id}`;
  const json: PolicyJson = {
    effect: 'forbid',
    principal: { op: 'All' },
    action: actionsOf(forbids === 'export' ? ['resource:export'] : USES),
    resource: { op: 'All' },
    conditions: [{ kind: 'when', body: when }],
    annotations: { id: name, reason: reason.en, reason_zh: reason.zh },
  };
  const written = cedar().policyToText(json);
  if (written.type === 'failure') throw new Error(`The red line "${id}" can't be made a policy: ${written.errors[0]?.message}`);
  return { id: name, origin: 'red-line', effect: 'forbid', reason, text: written.text, json, dataCategory };
}

function reasonOf({ title, forbids, country, source }: RedLine): { en: string; zh: string } {
  const en = { sharing: 'are not given to anybody', export: 'are not taken elsewhere', 'leaving-country': `do not leave ${country}, and it must be known that they stay there` };
  const zh = { sharing: '不得提供给任何人', export: '不得导出', 'leaving-country': `不得离开 ${country}，且须确知其留在境内` };
  return {
    en: `Red line "${title['en']}": such data ${en[forbids]} (${source.title}${source.section ? `, ${source.section}` : ''}, ${source.date}).`,
    zh: `红线“${title['zh'] ?? title['en']}”：此类数据${zh[forbids]}（${source.title}${source.section ? `，${source.section}` : ''}，${source.date}）。`,
  };
}
