import KeyRound from 'lucide-react/icons/key-round';
import LogOut from 'lucide-react/icons/log-out';
import MonitorOff from 'lucide-react/icons/monitor-off';
import UserRoundPen from 'lucide-react/icons/user-round-pen';
import type { TextKey } from '../i18n/text.ts';
import type { Action } from '../page/actions/action.ts';

/** Dialogs of the account page. */
type Dialog = 'name' | 'password' | 'everywhere';

/** Whether a history entry is one in which the account page shows this dialog. */
export function opensDialog(state: unknown, dialog: Dialog): boolean {
  return state === dialog;
}

interface DialogActionParts extends Pick<Action, 'name' | 'Icon' | 'danger'> {
  text: TextKey;
  dialog: Dialog;
}

/** Opens a dialog of the account page, from whichever page. */
function dialogAction({ text, dialog, ...rest }: DialogActionParts): Action {
  return {
    ...rest,
    group: 'account',
    label: (t) => t(text),
    perform: (_, { navigate }) =>
      navigate('/account', { state: dialog, replace: location.pathname === '/account' }),
  };
}

export const editName = dialogAction({
  name: 'auth.name',
  Icon: UserRoundPen,
  text: 'auth.edit_name',
  dialog: 'name',
});
export const changePassword = dialogAction({
  name: 'auth.password',
  Icon: KeyRound,
  text: 'auth.change_password',
  dialog: 'password',
});
export const signOutEverywhere = dialogAction({
  name: 'auth.everywhere',
  Icon: MonitorOff,
  text: 'auth.everywhere',
  dialog: 'everywhere',
  danger: true,
});

export const signOut: Action = {
  name: 'auth.sign-out',
  group: 'account',
  Icon: LogOut,
  label: (t) => t('shell.sign_out'),
  perform: async (_, { api, forgetPerson, navigate }) => {
    // Even without an answer, the page forgets the person.
    await api.call('logout', { body: {} }).catch(() => undefined);
    forgetPerson();
    await navigate('/sign-in');
  },
};
