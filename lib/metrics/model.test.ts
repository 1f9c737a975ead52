import { describe, expect, it } from 'vitest';
import { expositionFrom } from './model';

describe('expositionFrom', () => {
  it('writes help, type and one line for each set of labels', () => {
    const samples = [
      { labels: { state: 'active', of: 'here' }, value: 3 },
      { labels: { state: 'left', of: 'here' }, value: 0.5 },
    ];
    expect(expositionFrom([{ name: 'people', help: 'Who there is', type: 'gauge', samples }])).toBe(
      '# HELP people Who there is\n# TYPE people gauge\npeople{state="active",of="here"} 3\npeople{state="left",of="here"} 0.5\n',
    );
  });

  it('escapes what would end a label or a line', () => {
    const samples = [{ labels: { why: 'a "b"\\c\nd' }, value: 1 }];
    const text = expositionFrom([{ name: 'm', help: 'one\ntwo', type: 'counter', samples }]);
    expect(text).toBe('# HELP m one\\ntwo\n# TYPE m counter\nm{why="a \\"b\\"\\\\c\\nd"} 1\n');
  });

  it('leaves out what is not known, and keeps a zero', () => {
    const text = expositionFrom([{ name: 'm', help: 'h', type: 'gauge', samples: [{ value: null }, { value: 0 }] }]);
    expect(text.split('\n').slice(2)).toEqual(['m 0', '']);
  });
});
