'use client';

import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/menu';
import type { Actor } from '@/lib/auth/model';
import { useShortcutsEnabled } from './shortcuts';
import { type Theme, themes, useTheme } from './theme';

const themeTitles = { light: 'Light', dark: 'Dark', system: 'Like the system' } as const;
const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const;

type UserMenuProps = { actor: Actor; onHelp(): void };

export function UserMenu({ actor, onHelp }: UserMenuProps) {
  const [shortcutsOn, setShortcutsOn] = useShortcutsEnabled();
  return (
    <Menu>
      <MenuTrigger className="flex min-h-9 w-full min-w-0 items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover">
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-selected font-medium text-[0.6875rem] text-accent-fg"
        >
          {initials(actor.name || actor.email)}
        </span>
        <span className="min-w-0 grow truncate">{actor.name || actor.email}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </MenuTrigger>
      <MenuContent align="start" className="w-60">
        <MenuLabel className="truncate">
          {actor.email} · {actor.role}
        </MenuLabel>
        <MenuSeparator />
        <ThemeChoice />
        <MenuSeparator />
        <MenuCheckboxItem checked={shortcutsOn} onCheckedChange={setShortcutsOn}>
          Single-key shortcuts
        </MenuCheckboxItem>
        <MenuItem onSelect={onHelp}>
          <Keyboard aria-hidden />
          Keyboard shortcuts…
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={leave}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  return (
    <MenuRadioGroup aria-label="Theme" value={theme} onValueChange={(value) => setTheme(value as Theme)}>
      {themes.map((one) => {
        const Icon = themeIcons[one];
        return (
          <MenuRadioItem key={one} value={one} onSelect={(event) => event.preventDefault()}>
            <Icon aria-hidden />
            {themeTitles[one]}
          </MenuRadioItem>
        );
      })}
    </MenuRadioGroup>
  );
}

// Loaded when it is wanted: every page has this menu, and few visits end with it.
async function leave() {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}

function initials(name: string) {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join('');
}
