import type { ApiCertificate } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { IconCheck, IconX } from '../../look/icons.ts';
import { CopyButton } from '../../parts/copy-button.tsx';

/** The certificate: its state and dates, who signed for what, and how to check it. */
export function CertificateMark({ certificate }: { certificate: ApiCertificate }) {
  const { t, format } = useWords();
  const words = t.stewardship.access;
  const { state, at, expires, signedFor, signature, changedSince, revoked } = certificate;
  const Icon = state === 'valid' ? IconCheck : IconX;
  return (
    <div className="stack">
      <p>
        <span className={`certificate certificate-${state}`}>
          <Icon size={14} aria-hidden /> {words.certificateState[state]}
        </span>{' '}
        {words.since(format.isoDay(at), format.isoDay(expires))}
      </p>
      <p className="small">{revoked ? revoked.reason : signedFor ? `${words.signedFor} ${signedFor}` : words.byChecks}</p>
      {changedSince && !revoked && <p className="small">{words.changedSince}</p>}
      <details className="small signature">
        <summary>{words.verify}</summary>
        <p>
          {words.verifyText} <a href="/.well-known/jwks.json">{words.keys}</a>
        </p>
        <p>
          <code>{signature}</code> <CopyButton text={signature} what={words.verify} />
        </p>
      </details>
    </div>
  );
}
