import { useWords } from '../../language/use-words.tsx';
import { Prose } from '../prose.tsx';

/** So many letters stand; of a longer text so many of its beginning. */
const LONG = 240;
const BEGINNING = 160;

/** A text of which the beginning stands and the rest folds. */
export function Folded({ text }: { text: string }) {
  const { t } = useWords();
  if (text.length <= LONG) return <>{text}</>;
  return (
    <details className="folded">
      <summary>
        <span className="beginning">{`${text.slice(0, BEGINNING).trimEnd()}… `}</span>
        <span className="small quiet">{t.curation.statements.letters(text.length)}</span>
      </summary>
      <div className="prose">
        <Prose text={text} />
      </div>
    </details>
  );
}
