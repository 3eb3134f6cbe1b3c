import { isPublicSight, PUBLIC_CLASS, type Sight } from '../../access/index.ts';
import { nameOf, type Caller } from '../../identity/index.ts';
import type { Book } from '../../ledger/index.ts';

/**
 * Enters who was answered with more than everybody sees because a hub vouched for them: once an hour for a person, a hub
 * and the classes of resources that were opened to them, before the first answer goes out.
 */
export interface SeenByAskers {
  note(seen: { hub: string; caller: Caller; sight: Sight; requestId: string }): Promise<void>;
}

const AGAIN_AFTER = 3_600_000;
const MOST_REMEMBERED = 20_000;

export function seenByAskers({ book, now = () => new Date() }: { book: Book; now?: () => Date }): SeenByAskers {
  const entered = new Map<string, number>();
  return {
    async note({ hub, caller, sight, requestId }) {
      if (caller.kind === 'anyone' || isPublicSight(sight)) return;
      const actor = nameOf(caller);
      const name = `${hub} ${actor} ${sight.key}`;
      const at = performance.now();
      const before = entered.get(name);
      if (before !== undefined && at - before < AGAIN_AFTER) return;
      const classes = (all: Sight['classes']) => (all === 'all' ? ['all'] : all.filter((it) => it !== PUBLIC_CLASS));
      await book.write({
        at: now(),
        actor,
        action: 'federation.answer',
        subject: hub,
        detail: { classes: [...new Set([...classes(sight.classes), ...classes(sight.anytime)])].sort(), resources: sight.resources.length, requestId },
      });
      entered.delete(name);
      entered.set(name, at);
      const oldest = entered.keys().next().value;
      if (entered.size > MOST_REMEMBERED && oldest !== undefined) entered.delete(oldest);
    },
  };
}
