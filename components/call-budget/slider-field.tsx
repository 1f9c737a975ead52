'use client';

import { useId } from 'react';

type SliderFieldProps = {
  label: string;
  value: number;
  /** The value in words, shown and spoken. */
  text: string;
  max: number;
  step: number;
  onChange(value: number): void;
};

/** The browser's own slider: arrows, Page Up and Page Down, Home and End. */
export function SliderField({ label, value, text, max, step, onChange }: SliderFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <output htmlFor={id} className="text-muted tabular-nums">
          {text}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-6 w-full accent-accent"
      />
    </div>
  );
}
