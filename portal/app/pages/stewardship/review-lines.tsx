import { useWords } from '../../language/use-words.tsx';
import { Tick } from './fields.tsx';
import { REVIEW_KINDS, type EditedTerms } from './read-terms-form.ts';

/** Which reviews a request needs, how many must agree, and by when. */
export function ReviewLines({ reviews }: { reviews: NonNullable<EditedTerms['reviews']> }) {
  const { t } = useWords();
  const words = t.stewardship.terms;
  return (
    <div className="stack" role="group" aria-label={words.reviews}>
      <p>{words.reviews}</p>
      {REVIEW_KINDS.map((kind) => {
        const asked = reviews.find((it) => it.kind === kind);
        return (
          <div key={kind} className="row three">
            <Tick name={`review-${kind}`} label={words.review[kind]} checked={asked !== undefined} />
            <Amount name={`quorum-${kind}`} label={words.quorum} of={words.review[kind]} value={asked?.quorum} most={20} />
            <Amount name={`days-${kind}`} label={words.days} of={words.review[kind]} value={asked?.days} most={365} />
          </div>
        );
      })}
    </div>
  );
}

function Amount({ name, label, of, value, most }: { name: string; label: string; of: string; value: number | undefined; most: number }) {
  return (
    <div className="field">
      <label htmlFor={name} className="small quiet">
        {label}
        <span className="visually-hidden"> ({of})</span>
      </label>
      <input id={name} name={name} type="number" min={1} max={most} defaultValue={value} />
    </div>
  );
}
