import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Peers } from '../peer/index.ts';
import { askMembers, LATE, NoAnswer, noAnswerOf, type Given } from './ask-members.ts';
import { askOverHttp } from './ask-over-http.ts';
import { openCircuits, type Circuits } from './circuits.ts';
import type { NamedMember } from './known-members.ts';
import { SHORTEST_DEADLINE, type Asker, type AskedQuestion, type Question, type Reply } from './question.ts';
import { openTurns } from './turns.ts';

/** Questions under way to other nodes at a time, all askers together. */
const MOST_AT_ONCE = 256;
/** Of a deadline, what a hop keeps for itself: for the way back and for putting the answers together. */
const HOP_SHARE = 0.08;
const HOP_LEAST = 40;
const HOP_MOST = 150;

/** What a member has for its own answer, of the milliseconds its hub has left. */
export const deadlineOfMember = (left: number): number => Math.max(1, Math.round(left - Math.min(HOP_MOST, Math.max(HOP_LEAST, left * HOP_SHARE))));

export interface FanningOut {
  id: string;
  members: readonly NamedMember[];
  /** What a member is asked. */
  questionFor: (member: NamedMember) => Question;
  /** For whom, to those members that take this node's word. */
  asker?: Asker | undefined;
  /** Milliseconds. */
  deadline: number;
  hops: number;
  /** The nodes it came through, this one last. */
  path: readonly string[];
  signal?: AbortSignal | undefined;
  tell?: ((given: Given<Reply>) => void) | undefined;
  /** Members that were failing are asked all the same: somebody wants to know now. */
  insist?: boolean | undefined;
}

export interface FanOut {
  ask(asking: FanningOut): Promise<Given<Reply>[]>;
}

/** The way to the members: bounded in how many are asked at once, and sparing those that keep failing. */
export function openFanOut({ peers, usualDeadline, circuits = openCircuits() }: { peers: Peers; usualDeadline: number; circuits?: Circuits }): FanOut {
  const turns = openTurns(MOST_AT_ONCE);

  return {
    ask({ id, members, questionFor, asker, deadline, hops, path, signal, tell, insist = false }) {
      const begun = performance.now();
      // A member that had less time than usual is not to blame for being late.
      const patient = deadline >= Math.max(SHORTEST_DEADLINE, Math.min(usualDeadline, 2_000) / 2);
      const ask = async (member: NamedMember, over: AbortSignal): Promise<Reply> => {
        const may = circuits.mayAsk(member.node, Date.now());
        if (!may.ask && !insist) throw new NoAnswer('unreachable', RESTING, { askedAgain: new Date(may.again) });
        try {
          const end = await turns.take(over);
          try {
            const asked: AskedQuestion = {
              id,
              question: questionFor(member),
              ...(asker && member.trustsAskers ? { asker } : {}),
              deadline: deadlineOfMember(deadline - (performance.now() - begun)),
              hops,
              path: [...path],
            };
            const reply = await askOverHttp(peers, member, asked, over);
            circuits.answered(member.node);
            return reply;
          } finally {
            end();
          }
        } catch (error) {
          if (over.aborted) {
            if (patient && !signal?.aborted && performance.now() - begun >= deadline - 5) circuits.failed(member.node, Date.now());
            else circuits.unknown(member.node);
            throw new NoAnswer('late', LATE);
          }
          const none = noAnswerOf(error);
          if (none.outcome === 'refused') circuits.answered(member.node);
          else circuits.failed(member.node, Date.now());
          throw none;
        }
      };
      return askMembers({
        members,
        ask,
        deadline,
        signal,
        tell,
        totalOf: (reply: Reply) => (reply.type === 'search' ? reply.total : undefined),
        membersOf: (reply: Reply) => reply.members,
      });
    },
  };
}

const RESTING: LanguageMap = { en: 'It did not answer several times in a row, and is left in peace for a moment.', zh: '对方连续多次未答复，暂停询问片刻。' };
