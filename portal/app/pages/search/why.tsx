import type { Reason } from '../../api/contract.ts';
import { useWords, type Speech } from '../../language/use-words.tsx';

/** One reason in words. */
function sentenceOf(reason: Reason, { t, say }: Pick<Speech, 't' | 'say'>): string {
  const words = t.search.reason;
  const term = reason.term ? say(reason.term.label) : undefined;
  switch (reason.type) {
    case 'concept':
      return words.concept(term ?? reason.matched);
    case 'narrower':
      return words.narrower(reason.matched, term ?? reason.query);
    case 'synonym':
      return term ? words.synonym(reason.matched, reason.field, term) : words.synonymPlain(reason.matched, reason.field);
    case 'translation':
      return term ? words.translation(reason.matched, reason.field, term) : words.translationPlain(reason.matched, reason.field);
    case 'word':
      return reason.matched.toLowerCase() === reason.query.toLowerCase() ? words.same(reason.field) : words.word(reason.matched, reason.field);
    default:
      return words[reason.type](reason.matched, reason.field);
  }
}

/** Why a result is here: for each part of the query, what answers it. */
export function Why({ reasons }: { reasons: readonly Reason[] }) {
  const speech = useWords();
  if (reasons.length === 0) return null;
  const byPart = Map.groupBy(reasons, (reason) => reason.query);
  return (
    <ul className="why small" aria-label={speech.t.search.why}>
      {[...byPart].map(([part, group]) => (
        <li key={part}>
          <b>{part}</b> {group.map((reason) => sentenceOf(reason, speech)).join(speech.language === 'zh' ? '；' : '; ')}
        </li>
      ))}
    </ul>
  );
}
