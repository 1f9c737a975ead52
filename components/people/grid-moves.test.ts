import { describe, expect, it } from 'vitest';
import { moveFrom } from './grid-moves';

const size = { rows: 100, columns: 4, rowsPerScreen: 20 };
const at = (row: number, column: number) => ({ row, column });

describe('moveFrom', () => {
  it.each([
    ['ArrowDown', false, at(3, 1), at(4, 1)],
    ['ArrowDown', false, at(99, 1), at(99, 1)],
    ['ArrowUp', false, at(0, 1), at(-1, 1)],
    ['ArrowUp', false, at(-1, 1), at(-1, 1)],
    ['ArrowRight', false, at(3, 3), at(3, 3)],
    ['ArrowLeft', false, at(3, 1), at(3, 0)],
    ['ArrowRight', true, at(3, 1), at(3, 3)],
    ['ArrowLeft', true, at(3, 3), at(3, 0)],
    ['ArrowDown', true, at(3, 1), at(99, 1)],
    ['ArrowUp', true, at(3, 1), at(0, 1)],
    ['PageDown', false, at(-1, 0), at(20, 0)],
    ['PageDown', false, at(90, 0), at(99, 0)],
    ['PageUp', false, at(5, 2), at(0, 2)],
    ['PageUp', false, at(50, 2), at(30, 2)],
    ['Home', false, at(5, 2), at(5, 0)],
    ['End', false, at(5, 0), at(5, 3)],
    ['Home', true, at(5, 2), at(0, 0)],
    ['End', true, at(5, 0), at(99, 3)],
    ['j', false, at(5, 2), at(6, 2)],
    ['k', false, at(0, 2), at(0, 2)],
  ])('%s (ctrl %s) leads from %j to %j', (key, ctrl, from, to) => {
    expect(moveFrom(from, { key, ctrl }, size)).toEqual(to);
  });

  it('stays in the header of an empty list', () => {
    expect(moveFrom(at(-1, 0), { key: 'ArrowDown', ctrl: false }, { ...size, rows: 0 })).toEqual(at(-1, 0));
  });

  it('leaves other keys alone', () => {
    expect(moveFrom(at(1, 1), { key: 'Enter', ctrl: false }, size)).toBeNull();
    expect(moveFrom(at(1, 1), { key: 'j', ctrl: true }, size)).toBeNull();
  });
});
