import { unavailable } from '../../kernel/errors.ts';
import type { Peers } from '../peer/index.ts';
import { NoAnswer, type AskedMember } from './ask-members.ts';
import { LARGEST_ANSWER, MemberHit, MOST_HITS, Reply, type AskedQuestion } from './question.ts';

const UNREADABLE = { en: 'Its answer is none that a node gives.', zh: '其答复不符合节点的约定。' };

/**
 * Puts a question to a member and reads its answer, held to its size and form.
 *
 * @throws {@link NoAnswer} where it answers with anything else, `unavailable` where it does not answer.
 */
export async function askOverHttp(peers: Peers, member: AskedMember, question: AskedQuestion, signal: AbortSignal): Promise<Reply> {
  const answer = await peers.ask(`${member.url}/api/v1/federation/questions`, {
    method: 'POST',
    body: JSON.stringify(question),
    signed: true,
    signal,
    silence: question.deadline + 1_000,
    largest: LARGEST_ANSWER,
  });
  const { status } = answer;
  if (status >= 500) throw new NoAnswer('failed', { en: `It failed with status ${status}.`, zh: `出错，状态码 ${status}。` });
  const body = await answer.text().then(
    (text) => JSON.parse(text) as unknown,
    (cause: unknown) => {
      throw status === 200 ? new NoAnswer('failed', UNREADABLE, { cause }) : refused(status, undefined);
    },
  );
  if (status !== 200) throw refused(status, body);
  const reply = readReply(body);
  if (!reply || reply.type !== question.question.type || reply.node !== member.node) throw new NoAnswer('failed', UNREADABLE);
  return reply;
}

/** Hits that cannot be read (of a kind that only newer software knows, say) are left out; they do not take the others along. */
function readReply(body: unknown): Reply | undefined {
  const whole = Reply.safeParse(body);
  if (whole.success) return whole.data;
  const { hits } = (body ?? {}) as { hits?: unknown };
  if (!Array.isArray(hits) || hits.length > MOST_HITS) return undefined;
  return Reply.safeParse({ ...(body as object), hits: hits.filter((hit) => MemberHit.safeParse(hit).success) }).data;
}

/** What a problem (RFC 9457) says, in the words of the member that says it. */
function refused(status: number, body: unknown): Error {
  const said = (body as { detail?: unknown } | undefined)?.detail;
  const detail = typeof said === 'string' && said.trim() ? said.trim().slice(0, 500) : undefined;
  if (status === 429) return new NoAnswer('refused', { en: 'It has been asked too often and wants a pause.', zh: '询问过于频繁，对方要求稍后再试。' });
  if (status >= 400) return new NoAnswer('refused', { en: detail ?? `It refused with status ${status}.`, zh: detail ?? `拒绝答复，状态码 ${status}。` });
  return unavailable(`status ${status}`);
}
