/** What every attempt to write a person is told. */
export const readOnly =
  'People are read-only here, for everybody. Edit them in Marketo or Salesforce; the change appears within minutes.';
