import { run } from '../../kernel/database.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { forgetNonces } from '../peer/index.ts';
import type { MembershipState, Side } from '../tables.ts';
import type { MembershipContext } from './context.ts';
import { admitMember, amendMember, amendOffer, endMembership, refuseMember, type Admission } from './decide-membership.ts';
import { exchangeStatements, type Exchanged } from './exchange-statements.ts';
import { joinHub, type Joining } from './join-hub.ts';
import { membershipOf, readMembership, type Doing, type Membership } from './membership-store.ts';
import { receiveStatements, type Received } from './receive-statements.ts';
import { digestOfStatements } from './statement.ts';
import { membershipTables } from './tables.ts';

/** How often it is looked whether somebody has to be asked. */
const TICK = 1_000;
/** Milliseconds until the other side is asked again: where it has not heard the last, while it decides, after a day of it, and once it has. */
const UNTOLD = 2_000;
const WAITING = 5_000;
const WAITING_LONG = 60_000;
const DECIDED = 60_000;
const DAY = 86_400_000;
/** For so long the other side is told that a membership is over. */
const TOLD_FOR = 30 * DAY;
/** The longest pause after failures; and how many of them until the other side is left to ask by itself. */
const LONGEST_PAUSE = 600_000;
const MOST_FAILURES = 200;
/** Other nodes asked at the same time. */
const AT_ONCE = 4;
const NONCES_EVERY = 300_000;

/** Who belongs to this node, and to whom it belongs. Each deed is known to the other side soon after, by itself. */
export interface Memberships {
  join(joining: Joining, doing: Doing): Promise<Membership>;
  admit(id: string, admission: Admission, doing: Doing): Promise<Membership>;
  amend(id: string, admission: Admission, doing: Doing): Promise<Membership>;
  offer(id: string, offer: { sharesGroup?: boolean | undefined; trustsAskers?: boolean | undefined }, doing: Doing): Promise<Membership>;
  refuse(id: string, refusal: { reason?: string | undefined }, doing: Doing): Promise<Membership>;
  end(id: string, end: { reason?: string | undefined }, doing: Doing): Promise<Membership>;
  receive(received: Received): Promise<Exchanged>;
  /** Compares what is known with every hub, and with members that have not heard the last, now. */
  refresh(now: Date): Promise<void>;
  start(): void;
  /** Comes back when nothing more is being asked. */
  close(): Promise<void>;
}

export interface MembershipOptions extends MembershipContext {
  /** Ask hubs by itself. */
  automatic: boolean;
  log: (message: string) => void;
}

/** An exchange under way, and the one that follows it. */
interface Asking {
  done: Promise<unknown>;
  next?: Promise<unknown>;
}

export function openMembership(options: MembershipOptions): Memberships {
  const { db, self, log } = options;
  const asking = new Map<string, Asking>();
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let closed = false;
  let looked = new Date();
  let nonces = 0;

  const exchangeOnce = async (id: string) => {
    const membership = await readMembership(db, id);
    if (membership && mayBeAsked(membership)) await exchangeStatements(options, membership, new Date());
  };
  /** One exchange of a membership at a time. What happened while one is under way (`again`) is told by one more after it. */
  const exchange = (id: string, { again = false } = {}): Promise<unknown> => {
    const present = asking.get(id);
    if (present && !again) return present.done;
    if (present?.next) return present.next;
    const done = (present?.done ?? Promise.resolve())
      .then(() => exchangeOnce(id))
      .catch((error: unknown) => log(`membership ${id}: ${reasonOf(error)}`))
      .finally(() => asking.get(id) === mine && asking.delete(id));
    const mine: Asking = { done };
    if (present) {
      present.next = done;
      void present.done.finally(() => asking.set(id, mine));
    } else asking.set(id, mine);
    return done;
  };
  const told = async (deed: Promise<Membership>): Promise<Membership> => {
    const membership = await deed;
    if (!closed) void exchange(membership.id, { again: true });
    return membership;
  };

  const exchangeAll = async (ids: readonly string[], how: { again?: boolean } = {}) => {
    const queue = [...ids];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next && !closed; next = queue.shift()) await exchange(next, how);
      }),
    );
  };

  const tick = async () => {
    const now = new Date();
    const { rows } = await run(db, 'select 1 as over from federation.membership where until > $1 and until <= $2 limit 1', [looked, now]);
    if (rows.length > 0) await run(db, `select pg_notify('federation_changed', 'membership')`);
    looked = now;
    if (now.getTime() - nonces > NONCES_EVERY) {
      nonces = now.getTime();
      await forgetNonces(db, now);
    }
    if (options.automatic) await exchangeAll(await standingOnes(options, now, (row) => isDue(row, now)));
  };

  self.onChange((change) => {
    if (change === 'revoked') void run(db, `select pg_notify('federation_changed', 'self')`).catch(() => undefined);
    // Whoever follows this node hears of its new key before anything is signed by it that they would refuse.
    if (!closed)
      void standingOnes(options, new Date(), () => true)
        .then((all) => exchangeAll(all, { again: true }))
        .catch((error: unknown) => log(`memberships: ${reasonOf(error)}`));
  });

  return {
    join: (joining, doing) => joinHub(options, joining, doing),
    admit: (id, admission, doing) => told(admitMember(options, id, admission, doing)),
    amend: (id, admission, doing) => told(amendMember(options, id, admission, doing)),
    offer: (id, offer, doing) => told(amendOffer(options, id, offer, doing)),
    refuse: (id, refusal, doing) => told(refuseMember(options, id, refusal, doing)),
    end: (id, end, doing) => told(endMembership(options, id, end, doing)),
    receive: (received) => receiveStatements(options, received),
    refresh: async (now) => exchangeAll(await standingOnes(options, now, (row) => row.side === 'hub' || !isDelivered(row)), { again: true }),
    start() {
      timer ??= setInterval(() => {
        ticking ??= tick()
          .catch((error: unknown) => log(`memberships: ${reasonOf(error)}`))
          .finally(() => (ticking = undefined));
      }, TICK);
      timer.unref();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await ticking;
      await Promise.allSettled([...asking.values()].flatMap(({ done, next }) => [done, next]));
    },
  };
}

interface Row {
  id: string;
  side: Side;
  node_id: string;
  url: string;
  statements: object;
  state: MembershipState;
  asked: Date;
  until: Date | null;
  delivered: string | null;
  attempt: Date | null;
  failures: number | null;
}

/** Memberships whose other side may have to be asked or told, and are as `chosen` says. */
async function standingOnes({ db }: MembershipContext, now: Date, chosen: (row: Row) => boolean): Promise<string[]> {
  const lately = new Date(now.getTime() - TOLD_FOR);
  const rows = await membershipTables(db)
    .selectFrom('membership as m')
    .leftJoin('membership_exchange as e', 'e.membership', 'm.id')
    .select(['m.id', 'm.side', 'm.node_id', 'm.url', 'm.statements', 'm.state', 'm.asked', 'm.until', 'e.delivered', 'e.attempt', 'e.failures'])
    // A question that waits here, or was refused, is heard of by whoever asked it.
    .where((is) => is.or([is('m.side', '=', 'hub'), is('m.state', 'not in', ['asked', 'refused'])]))
    .where((is) => is.or([is('e.failures', 'is', null), is('e.failures', '<', MOST_FAILURES), is('m.state', 'in', ['asked', 'admitted'])]))
    .where((is) => is.or([is('m.state', 'in', ['asked', 'admitted']), is('m.ended', '>', lately), is('m.decided', '>', lately)]))
    .execute();
  return (rows as unknown as Row[]).filter((row) => mayBeAsked(membershipOf(row)) && chosen(row)).map(({ id }) => id);
}

/** A node that this one's operator never admitted chose its address itself: it is not asked anything, and hears the answer when it asks. */
const mayBeAsked = ({ side, statements }: Pick<Membership, 'side' | 'statements'>) => side === 'hub' || statements.some(({ value }) => value.type === 'admission');

const isDelivered = ({ statements, delivered }: Row) => delivered === digestOfStatements(membershipOf({ statements, id: '', side: 'hub', node_id: '', url: '' }).statements);

function isDue(row: Row, now: Date): boolean {
  const since = row.attempt ? now.getTime() - row.attempt.getTime() : Infinity;
  const failures = row.failures ?? 0;
  if (failures > 0) return Math.abs(since) >= Math.min(LONGEST_PAUSE, WAITING * 2 ** Math.min(failures - 1, 10));
  // Whoever did it tells the other side at once; this is for what did not arrive.
  if (!isDelivered(row)) return Math.abs(since) >= UNTOLD;
  if (row.side === 'member' || (row.state !== 'asked' && row.state !== 'admitted')) return false;
  const pause = row.state === 'admitted' ? DECIDED : now.getTime() - row.asked.getTime() < DAY ? WAITING : WAITING_LONG;
  return Math.abs(since) >= pause;
}
