/** What a browser may be sent to; any other locator (an Amazon resource name, a bucket) is shown as text. */
const WEB = /^(https?|ftp):\/\//i;

/** An address outside this node, shown as itself without its scheme. */
export function OutLink({ to, children }: { to: string; children?: string }) {
  const text = children ?? to.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return WEB.test(to) ? (
    <a className="out" href={to} rel="noreferrer">
      {text}
    </a>
  ) : (
    <code className="out">{to}</code>
  );
}
