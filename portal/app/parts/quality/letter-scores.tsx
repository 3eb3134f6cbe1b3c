import type { ApiResourceQuality } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { VerdictMark } from './verdict-mark.tsx';

const LETTERS = ['F', 'A', 'I', 'R'] as const;

type Assessed = Pick<ApiResourceQuality, 'scores' | 'metrics'>;

/** The four letters, each with how many of its metrics hold and a mark for each. */
export function LetterScores({ assessment: { scores, metrics } }: { assessment: Assessed }) {
  const { t } = useWords();
  const byNode = t.quality.sumNode(scores.all.byNode);
  return (
    <>
      <dl className="letters">
        {LETTERS.map((letter) => (
          <div key={letter}>
            <dt>
              <b aria-hidden>{letter}</b> {t.quality.letters[letter]}
            </dt>
            <dd>
              <span className="letter-count">{t.quality.of(scores[letter].holds, scores[letter].of)}</span>
              <span className="letter-marks" aria-hidden>
                {metrics
                  .filter((it) => it.letter === letter)
                  .map((it) => (
                    <VerdictMark key={it.metric} verdict={it.verdict} word={false} />
                  ))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="small quiet">
        {t.quality.sum(scores.all.holds, scores.all.of)}
        {byNode && `${t.comma}${byNode}`}
      </p>
    </>
  );
}
