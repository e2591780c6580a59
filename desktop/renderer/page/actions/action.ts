import type { QueryClient } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { NavigateFunction } from 'react-router';
import type { ApiClient } from '../../api/client.ts';
import type { TextKey, Translate } from '../../i18n/text.ts';
import type { Notify } from '../../ui/toast.tsx';

/** Groups of actions in the palette and in the shortcut sheet, in this order. */
export const ACTION_GROUPS = ['live', 'studio', 'destinations', 'source', 'go', 'account', 'window'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** What performing an action may use. */
export interface ActionDeps {
  api: ApiClient;
  queryClient: QueryClient;
  navigate: NavigateFunction;
  notify: Notify;
  t: Translate;
  /** Makes every feature forget the person who has signed out. */
  forgetPerson: () => void;
}

/** `hidden`: makes no sense now. `because`: makes sense, but cannot be done now, and why. */
export type Availability = 'ready' | 'hidden' | { because: TextKey };

/**
 * Something that people can do, declared once for buttons, menus, keyboard and palette. `T` is what it acts on; `void`
 * where there is only one.
 */
export interface Action<T = void> {
  /** Unique among all actions; recently used ones are remembered by it. */
  name: string;
  group: ActionGroup;
  Icon: LucideIcon;
  /** Its name where its target is not visible, such as “Pause YouTube”. */
  label: (t: Translate, target: T) => string;
  /** Its name next to its target, such as “Pause”; the label if left out. */
  short?: (t: Translate, target: T) => string;
  /** Keys as tinykeys writes them: `g s`, `Shift+L`, `$mod+k`. */
  keys?: string;
  danger?: boolean;
  /** Always ready when left out. */
  when?: (target: T) => Availability;
  /** A failure that is thrown is shown to the person. */
  perform: (target: T, deps: ActionDeps) => unknown;
}

/** An action together with what it would act on now. */
export interface Offer {
  /** Unique among all offers. */
  id: string;
  group: ActionGroup;
  Icon: LucideIcon;
  keys: string | undefined;
  danger: boolean;
  availability: Availability;
  label: (t: Translate) => string;
  short: (t: Translate) => string;
  perform: (deps: ActionDeps) => unknown;
}

/** Offers an action for a target. `of` distinguishes targets of the same action. */
export function offer<T>(action: Action<T>, target: T, of = ''): Offer {
  return {
    id: of === '' ? action.name : `${action.name} ${of}`,
    group: action.group,
    Icon: action.Icon,
    keys: action.keys,
    danger: action.danger ?? false,
    availability: action.when?.(target) ?? 'ready',
    label: (t) => action.label(t, target),
    short: (t) => (action.short ?? action.label)(t, target),
    perform: (deps) => action.perform(target, deps),
  };
}
