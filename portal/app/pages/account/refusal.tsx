import { useWords } from '../../language/use-words.tsx';

/** Why something was not done, in the node's own words. */
export function Refusal({ detail }: { detail: string | undefined }) {
  const { t } = useWords();
  if (detail === undefined) return null;
  return (
    <p className="banner bad" role="alert">
      <b>{t.account.page.failed}.</b> <span lang="en">{detail}</span>
    </p>
  );
}
