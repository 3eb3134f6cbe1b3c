import type { Decision, Question } from './access.ts';
import type { ClockReading } from './clock.ts';
import { gather, type Findings, type Surroundings } from './facts.ts';
import { requestOf, type Engine } from './policies/index.ts';
import { reasonsOf } from './reasons.ts';

/** A decision with what it rests on. */
export interface Decided {
  decision: Decision;
  findings: Findings;
  /** It may be kept and given again: the engine answered, and nothing in it changes with every instant. */
  lasting: boolean;
}

const EVER_ASKED = new Set(['resource:use', 'resource:export']);

/**
 * Decides a question: gathers the facts in one round, then asks the policies, whose answer is the decision. An engine
 * that fails, or facts that can't be had, mean no.
 */
export async function decide(question: Question, { now, setBack }: ClockReading, engine: () => Engine, surroundings: Surroundings): Promise<Decided> {
  const findings = await gather(question, now, surroundings);
  const { terms, facts } = findings;
  facts.clockSetBack = setBack;
  const asked = { subject: question.resource, terms };
  const request = requestOf(question.caller, question.action, asked, facts);
  const inForce = engine();
  const verdict = inForce.evaluate(request);

  // What people could still give: the same question, had somebody granted it.
  const forbidden = verdict.failed !== undefined || verdict.policies.some(({ effect }) => effect === 'forbid');
  const mayAsk =
    !verdict.allowed &&
    !forbidden &&
    EVER_ASKED.has(question.action) &&
    question.resource !== undefined &&
    inForce.isAllowed(requestOf(question.caller, question.action, asked, { ...facts, granted: true }));

  const change = verdict.failed === undefined ? inForce.nextChange(request, now) : now;
  const until = earliest([...findings.instants, ...(change ? [change] : [])], now);
  const decision: Decision = {
    allowed: verdict.allowed,
    answer: verdict.allowed ? 'yes' : mayAsk ? 'ask' : 'no',
    reasons: reasonsOf(question, verdict, findings, mayAsk),
    obligations: verdict.allowed ? [...(findings.dataUse?.obligations ?? []), ...(findings.grant?.obligations ?? [])] : [],
    ...(until ? { until } : {}),
  };
  return { decision, findings, lasting: change === undefined || change > now };
}

function earliest(instants: readonly Date[], now: Date): Date | undefined {
  const next = Math.min(...instants.map((at) => at.getTime()).filter((at) => at > now.getTime()));
  return Number.isFinite(next) ? new Date(next) : undefined;
}
