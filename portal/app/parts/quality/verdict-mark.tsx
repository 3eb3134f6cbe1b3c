import type { ApiResourceQuality } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { IconFails, IconHolds, IconNotApplicable, IconPartly } from '../../look/icons.ts';

export type Verdict = ApiResourceQuality['metrics'][number]['verdict'];

const ICONS = { holds: IconHolds, partly: IconPartly, fails: IconFails, 'not-applicable': IconNotApplicable } as const;

/** A verdict by its form and its word; its colour says nothing more. */
export function VerdictMark({ verdict, word = true }: { verdict: Verdict; word?: boolean }) {
  const { t } = useWords();
  const Icon = ICONS[verdict];
  return (
    <span className={`verdict verdict-${verdict}`}>
      <Icon className="icon" size={16} aria-hidden />
      <span className={word ? undefined : 'visually-hidden'}>{t.quality.verdicts[verdict]}</span>
    </span>
  );
}
