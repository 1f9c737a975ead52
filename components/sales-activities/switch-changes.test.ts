import { describe, expect, it } from 'vitest';
import { changesOf, type SwitchView } from './switch-changes';

const on: SwitchView = { destination: 'marketo', kind: 'call', offered: true, onSince: '2026-03-01T12:00:00Z' };
const off: SwitchView = { destination: 'salesforce', kind: 'call', offered: true, onSince: null };
const homeless: SwitchView = { destination: 'salesforce', kind: 'campaign-added', offered: false, onSince: null };

describe('what is to be switched', () => {
  it.each([
    ['nothing that was not touched', {}, []],
    ['nothing that was touched twice', { 'marketo call': true, 'salesforce call': false }, []],
    ['nothing that has no place there', { 'salesforce campaign-added': true }, []],
    [
      'what is wanted otherwise',
      { 'salesforce call': true, 'marketo call': false },
      [
        { destination: 'marketo', kind: 'call', on: false },
        { destination: 'salesforce', kind: 'call', on: true },
      ],
    ],
  ])('is %s', (_, wanted, changes) => {
    expect(changesOf([on, off, homeless], wanted)).toEqual(changes);
  });
});
