interface Field {
  name: string;
  label: string;
  id?: string;
  hint?: string;
  value?: string | undefined;
  required?: boolean;
}

/** A line of text with its label and, below, what may stand there. */
export function TextField({
  name,
  label,
  id = name,
  hint,
  value,
  required,
  type = 'text',
  maxLength = 4_000,
  lang,
}: Field & { type?: 'text' | 'url'; maxLength?: number; lang?: string }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        required={required}
        maxLength={maxLength}
        lang={lang}
        autoComplete="off"
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
    </div>
  );
}

export function DateField({ name, label, id = name, hint, value, required }: Field) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type="date" defaultValue={value?.slice(0, 10)} required={required} aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint && (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Tick({ name, label, checked, value = 'yes' }: { name: string; label: string; checked: boolean; value?: string }) {
  return (
    <label className="tick">
      <input type="checkbox" name={name} value={value} defaultChecked={checked} /> <span>{label}</span>
    </label>
  );
}
