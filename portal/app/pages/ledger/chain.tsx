import type { ApiLedgerVerification } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

/** Whether the chain holds, where that was asked; and the way to check and export it. */
export function Chain({ verification }: { verification: ApiLedgerVerification | null }) {
  const { t, format } = useWords();
  const [search] = useSearchParams();
  const checked = new URLSearchParams(search);
  checked.set('check', 'yes');
  return (
    <section aria-labelledby="chain" className="block">
      <h2 id="chain" className="visually-hidden">
        {t.ledger.chain}
      </h2>
      {verification && (
        <p className={verification.intact ? 'banner calm' : 'banner bad'} role="status">
          {verification.broken ? t.ledger.broken(format.number(verification.broken.sequence), verification.broken.reason) : t.ledger.intact(format.number(verification.entries))}
          {verification.sealed !== undefined && <> {t.ledger.sealed(format.number(verification.sealed))}</>}
        </p>
      )}
      <p className="ledger-ways">
        <Link className="button" to={`?${checked}`}>
          {t.ledger.check}
        </Link>
        <a className="button" href="/api/v1/ledger/export" download="ledger.jsonl">
          {t.ledger.exportAll}
        </a>
        <span className="small quiet">{t.ledger.exportHint}</span>
      </p>
    </section>
  );
}
