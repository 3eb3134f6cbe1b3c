import { useId, type ComponentProps, type ReactNode } from 'react';

interface Labelled {
  name: string;
  label: string;
  hint?: string | undefined;
}

/** A labelled field with what helps to fill it in. */
export function Field({ name, label, hint, children }: Labelled & { children: (props: { id: string; name: string; 'aria-describedby': string | undefined }) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, name, 'aria-describedby': hint ? `${id}-hint` : undefined })}
      {hint && (
        <span id={`${id}-hint`} className="small quiet">
          {hint}
        </span>
      )}
    </div>
  );
}

export function TextField({
  name,
  label,
  hint,
  value,
  type = 'text',
  ...rest
}: Labelled & { value?: string | undefined } & Pick<ComponentProps<'input'>, 'type' | 'required' | 'min' | 'max' | 'maxLength'>) {
  return (
    <Field name={name} label={label} hint={hint}>
      {(props) => <input {...props} {...rest} type={type} defaultValue={value} autoComplete="off" />}
    </Field>
  );
}

export function ChoiceField({ name, label, hint, value, options }: Labelled & { value?: string | undefined; options: readonly (readonly [string, string])[] }) {
  return (
    <Field name={name} label={label} hint={hint}>
      {(props) => (
        <select {...props} defaultValue={value ?? ''}>
          {options.map(([it, text]) => (
            <option key={it} value={it}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Boxes to tick. `bare`: one alone, which says everything itself. */
export function Ticks({
  name,
  label,
  options,
  chosen = [],
  bare = false,
}: {
  name: string;
  label: string;
  options: readonly (readonly [string, string])[];
  chosen?: readonly string[] | undefined;
  bare?: boolean;
}) {
  return (
    <fieldset className="ticks" aria-label={bare ? label : undefined}>
      {!bare && <legend>{label}</legend>}
      {options.map(([value, text]) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}
