import type { ApiDataCategories, ApiRedLines } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { DateField, TextField } from './fields.tsx';

const FORBIDS = ['sharing', 'export', 'leaving-country'] as const;

export function EnterForm({ categories, open }: { categories: ApiDataCategories['items']; open: boolean }) {
  const { t, say } = useWords();
  const words = t.stewardship.redLines;
  return (
    <details className="block" open={open}>
      <summary>{words.enter}</summary>
      <Form method="post" className="steward-form">
        <p className="small quiet">{words.enterHint}</p>
        <div className="row three">
          <TextField name="id" label={words.id} hint={words.idHint} required />
          <TextField name="title-en" label={words.titleEn} required />
          <TextField name="title-zh" label={words.titleZh} required lang="zh" />
        </div>
        <div className="row three">
          <div className="field">
            <label htmlFor="kind">{words.kind}</label>
            <select id="kind" name="kind">
              {categories.map(({ name, label }) => (
                <option key={name} value={name}>
                  {say(label)}
                </option>
              ))}
            </select>
          </div>
          <TextField name="other-kind" label={words.otherKind} hint={words.idHint} />
          <div className="field">
            <label htmlFor="forbids">{words.forbids}</label>
            <select id="forbids" name="forbids">
              {FORBIDS.map((it) => (
                <option key={it} value={it}>
                  {words.forbid[it]}
                </option>
              ))}
            </select>
          </div>
          <TextField name="country" label={words.country} hint={words.countryHint} maxLength={2} />
        </div>
        <div className="row three">
          <TextField name="source-title" label={words.sourceTitle} required />
          <TextField name="section" label={words.section} />
          <TextField name="source-url" label={words.sourceUrl} type="url" />
          <DateField name="source-date" label={words.sourceDate} required />
        </div>
        <div className="row three">
          <DateField name="from" label={words.from} required />
          <DateField name="until" label={words.until} />
        </div>
        <p>
          <button type="submit" className="button main">
            {words.button}
          </button>
        </p>
      </Form>
    </details>
  );
}

export function EndForm({ line }: { line: ApiRedLines['items'][number] }) {
  const { t, say } = useWords();
  const words = t.stewardship.redLines;
  return (
    <details className="small">
      <summary aria-label={words.endTitle(say(line.title))}>{words.end}</summary>
      <Form method="post" className="steward-form">
        <input type="hidden" name="end" value={line.id} />
        <TextField name="reason" id={`reason-${line.id}`} label={words.endReason} required />
        <DateField name="until" id={`until-${line.id}`} label={words.endUntil} />
        <p>
          <button type="submit" className="button">
            {words.end}
          </button>
        </p>
      </Form>
    </details>
  );
}
