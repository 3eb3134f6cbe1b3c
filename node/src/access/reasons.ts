import type { LanguageMap } from '../kernel/language-map.ts';
import type { Action, Question, Reason } from './access.ts';
import type { Findings } from './facts.ts';
import type { Verdict } from './policies/index.ts';

/** Who may do what nothing permits the asker to do. */
const MEANT_FOR: Record<Action, LanguageMap> = {
  'resource:discover': { en: 'This description is not shown to you.', zh: '该描述不对您展示。' },
  'resource:use': { en: 'Nothing permits the use of these data.', zh: '没有任何规则允许使用这些数据。' },
  'resource:export': { en: 'Nothing permits that these data are taken elsewhere.', zh: '没有任何规则允许导出这些数据。' },
  'resource:edit': {
    en: 'Descriptions are edited by their providers, by curators and stewards, and by this node’s operator.',
    zh: '资源描述由其提供者、编目员、数据管理员及本节点运行者编辑。',
  },
  'resource:steward': { en: 'The terms of a resource are set by its stewards and by this node’s operator.', zh: '资源的使用条款由其数据管理员及本节点运行者设定。' },
  'resource:certify': { en: 'Datasets are certified by their stewards and by this node’s operator.', zh: '数据集由其数据管理员及本节点运行者认证。' },
  'request:review': { en: 'Requests are reviewed by the resource’s stewards and its committee.', zh: '申请由该资源的数据管理员及委员会审核。' },
  'harvest:run': { en: 'Harvests are run by this node’s operator.', zh: '采集由本节点运行者执行。' },
  'ledger:read': { en: 'The ledger is read by this node’s operator and stewards.', zh: '账本由本节点运行者及数据管理员查阅。' },
  'policy:edit': { en: 'Policies are edited by this node’s operator.', zh: '策略由本节点运行者编辑。' },
  'red-line:edit': { en: 'Red lines are kept by this node’s operator and stewards.', zh: '红线清单由本节点运行者及数据管理员维护。' },
  'people:manage': { en: 'People and their roles are managed by this node’s operator.', zh: '人员及其职责由本节点运行者管理。' },
  'node:operate': { en: 'This is for this node’s operator.', zh: '此操作限本节点运行者。' },
};

const FAILED: Reason = {
  policy: 'engine',
  outcome: 'forbids',
  text: {
    en: 'The policies could not be asked, so the answer is no. The operator finds the reason in the log.',
    zh: '无法执行策略判定，因此答复为“否”。运行者可在日志中查看原因。',
  },
};

/** Why, in both languages: the policies that decided, with the dates behind them, then what is missing. */
export function reasonsOf(question: Question, verdict: Verdict, findings: Findings, mayAsk: boolean): Reason[] {
  if (verdict.failed !== undefined) return [FAILED];
  const decided = verdict.policies.map(({ id, effect, origin, reason }): Reason => ({
    policy: id,
    outcome: effect === 'permit' ? 'permits' : 'forbids',
    text: (origin === 'standing' && gateText(id, findings)) || reason,
  }));
  if (verdict.allowed) return [...decided, ...sourceOfGrant(findings), ...conditions(findings, ['met'])];
  if (decided.length > 0) return [...decided, ...conditions(findings, ['not-met'])];
  if (question.action !== 'resource:use' && question.action !== 'resource:export') return [lacks('nothing-permits', MEANT_FOR[question.action])];
  return [...missing(question, findings, mayAsk), ...conditions(findings, ['not-met', 'people'])];
}

const lacks = (policy: string, text: LanguageMap): Reason => ({ policy, outcome: 'lacks', text });

/** The rule's own words, which know the dates. */
function gateText(id: string, { gates }: Findings): LanguageMap | undefined {
  if (id === 'embargo') return gates.embargo.text;
  if (id === 'certification') return gates.certification.text;
  return id.startsWith('border:') ? gates.border?.text : undefined;
}

function sourceOfGrant({ grant, visa }: Findings): Reason[] {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  if (grant) return [{ policy: `grant:${grant.id}`, outcome: 'permits', text: { en: `Granted until ${day(grant.until)}.`, zh: `授权有效期至 ${day(grant.until)}。` } }];
  if (visa)
    return [
      { policy: `visa:${visa.visa}`, outcome: 'permits', text: { en: `Granted by ${visa.by} until ${day(visa.until)}.`, zh: `由 ${visa.by} 授权，有效期至 ${day(visa.until)}。` } },
    ];
  return [];
}

/** What each condition of use came to, where it says something of the answer. */
function conditions({ dataUse }: Findings, outcomes: string[]): Reason[] {
  const speaking = { met: 'permits', 'not-met': dataUse?.answer === 'unstated' ? 'lacks' : 'forbids', people: 'people' } as const;
  return (dataUse?.reasons ?? [])
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ term, label, outcome, text }) => ({
      policy: term,
      outcome: speaking[outcome],
      text: { en: `${label['en'] ?? term}: ${text['en'] ?? ''}`, zh: `${label['zh'] ?? label['en'] ?? term}：${text['zh'] ?? text['en'] ?? ''}` },
    }));
}

function missing({ caller, action, purpose }: Question, { dataUse, lapsed, facts, refusals }: Findings, mayAsk: boolean): Reason[] {
  const reasons: Reason[] = notCounted(refusals);
  if (caller.kind === 'anyone') reasons.push(lacks('sign-in', { en: 'Access is given to people by name. Sign in first.', zh: '访问权限按具名人员授予，请先登录。' }));
  if (lapsed) reasons.push(lacks(`grant:${lapsed.id}`, lapsedText(lapsed, facts.now)));
  if (dataUse?.answer === 'unstated') reasons.push(lacks('purpose', { en: 'State what the data are to be used for.', zh: '请说明数据的使用目的。' }));
  if (mayAsk)
    reasons.push({
      policy: 'request',
      outcome: dataUse?.answer === 'people' ? 'people' : 'lacks',
      text: { en: 'Nobody has granted access yet. It can be asked for.', zh: '尚未有人授权。可以提出申请。' },
    });
  if (reasons.length === 0) reasons.push(lacks(purpose ? 'grant' : 'nothing-permits', MEANT_FOR[action]));
  return reasons;
}

/** Most kinds of refusal that an answer names. */
const MOST_REFUSALS = 5;

/** Why the passports and visas that were shown do not count, each reason once. */
const notCounted = (refusals: Findings['refusals']): Reason[] =>
  [...new Map(refusals.map(({ code, reason }) => [code, reason]))]
    .slice(0, MOST_REFUSALS)
    .map(([code, { en, zh }]) => lacks(`passport:${code}`, { en: `A passport or visa you showed does not count: ${en}`, zh: `您出示的护照或签证不被采用：${zh}` }));

function lapsedText({ from, until, revoked }: NonNullable<Findings['lapsed']>, now: Date): LanguageMap {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  if (revoked && revoked <= now) return { en: `Access was withdrawn on ${day(revoked)}.`, zh: `访问权限已于 ${day(revoked)} 收回。` };
  if (until <= now) return { en: `Access ended on ${day(until)}.`, zh: `访问权限已于 ${day(until)} 到期。` };
  if (from > now) return { en: `Access begins on ${day(from)}.`, zh: `访问权限自 ${day(from)} 起生效。` };
  return { en: 'Access was granted for another purpose, another action or another destination.', zh: '已有的授权针对其他使用目的、其他操作或其他目的地。' };
}
