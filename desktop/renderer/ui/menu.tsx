import {
  type ComponentProps,
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  use,
} from 'react';
import { later } from './later.ts';
import type { MenuChoiceProps, MenuItemProps } from './menu-popup.tsx';
import { usePopup } from './use-popup.ts';

type Parts = typeof import('./menu-popup.tsx');
const popup = later<Parts>(() => import('./menu-popup.tsx'));
const PartsContext = createContext<Parts | null>(null);

export interface MenuProps {
  trigger: ReactElement<ComponentProps<'button'>>;
  children: ReactNode;
}

/** A button that opens a list of actions, which is fetched when it is first opened. */
export function Menu({ trigger, children }: MenuProps) {
  const { found, asked, standIn } = usePopup(popup, 'menu');
  if (found === null) return cloneElement(trigger, standIn);
  return (
    <PartsContext value={found}>
      <found.MenuPopup trigger={trigger} asked={asked}>
        {children}
      </found.MenuPopup>
    </PartsContext>
  );
}

export function MenuItem(props: MenuItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

/** One of several, inside a menu. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>) {
  const { Choice } = useParts();
  return <Choice {...props} />;
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator />;
}

/** What is in an open menu is there. */
function useParts(): Parts {
  const parts = use(PartsContext);
  if (parts === null) throw new Error('This belongs into a menu.');
  return parts;
}
