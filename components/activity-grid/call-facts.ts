import { attribute, durationText, webLink } from './attributes';

type Attributes = Record<string, string>;

/** Calls come from several products, each with its own names for the same facts. */
export const callOutcome = (attributes: Attributes) =>
  attribute(attributes, ...called('Outcome'), ...called('Disposition'), ...called('Status'));

export const callNotes = (attributes: Attributes) =>
  attribute(attributes, ...called('Notes'), 'Description', 'Comments');

export const callDuration = (attributes: Attributes) =>
  durationText(attribute(attributes, ...called('Duration'), ...called('Duration Seconds')));

export const callRecordingUrl = (attributes: Attributes) =>
  webLink(attribute(attributes, ...called('Recording URL'), ...called('Recording')));

const called = (name: string) => [`Sales Call ${name}`, `Call ${name}`, name];
