import { Select } from './select';

type ChoiceProps<T extends string> = {
  label: string;
  /** What stands for no choice: "Every kind". */
  none: string;
  options: readonly { value: T; title: string }[];
  value: T | null;
  onChange(value: T | null): void;
};

/** A filter of one value, or of none. */
export function Choice<T extends string>({ label, none, options, value, onChange }: ChoiceProps<T>) {
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-full"
      value={value ?? ''}
      onChange={({ target }) => onChange(options.find((one) => one.value === target.value)?.value ?? null)}
    >
      <option value="">{none}</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.title}
        </option>
      ))}
    </Select>
  );
}
