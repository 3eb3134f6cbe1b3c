import { useEffect, useState } from 'react';
import { useWords } from '../language/use-words.tsx';
import { IconCheck, IconCopy } from '../look/icons.ts';

/** Copies a text. Hidden where scripts are off: the text itself stands beside it and can be selected. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button type="button" className="button bare needs-script" aria-label={t.copyThing(what)} title={t.copyThing(what)} onClick={() => void copy(text).then(setCopied)}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span role="status" className="visually-hidden">
        {copied ? t.copied : ''}
      </span>
    </button>
  );
}

/** The clipboard's own interface is closed to pages without TLS, as nodes inside an institution may be. */
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** A text in fixed width with its copy button: identifiers, addresses, checksums. */
export function Copyable({ text, what, href }: { text: string; what: string; href?: string }) {
  return (
    <span className="copyable">
      <code>{href ? <a href={href}>{text}</a> : text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}

/** A command for the operator's terminal. */
export function Command({ children }: { children: string }) {
  const { t } = useWords();
  return (
    <div className="command">
      <code>{children}</code>
      <CopyButton text={children} what={t.sources.command} />
    </div>
  );
}
