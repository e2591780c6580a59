import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ACTION_GROUPS, type Offer } from './action.ts';
import { KeyCaps } from './key-caps.tsx';
import { useKeyboardSetting } from './keyboard-setting.ts';
import { useOfferStore, visibleOffers } from './offers.ts';
import { usePanels } from './panels.ts';

/** Lists the keys of everything that can be done on this page, and can turn them off. */
export function ShortcutSheet() {
  const { t } = useText();
  const { shown, show } = usePanels();
  const { enabled, enable } = useKeyboardSetting();
  return (
    <Dialog
      open={shown === 'shortcuts'}
      onClose={() => show(null)}
      title={t('actions.shortcuts')}
      text={t('actions.shortcuts_text')}
    >
      <Groups />
      <div className="mt-4">
        <Switch
          label={t('actions.shortcuts_on')}
          hint={t('actions.shortcuts_on_hint')}
          checked={enabled}
          onChange={enable}
        />
      </div>
    </Dialog>
  );
}

function Groups() {
  const { t } = useText();
  const byOwner = useOfferStore((state) => state.byOwner);
  const offers = visibleOffers({ byOwner }).filter(({ keys }) => keys !== undefined);
  return ACTION_GROUPS.map((group) => {
    const ofGroup = offers.filter((offer) => offer.group === group);
    if (ofGroup.length === 0) return null;
    return (
      <section key={group} className="mt-4 first:mt-0">
        <h3 className="mb-1.5 text-xs font-medium text-muted">{t(`actions.group.${group}`)}</h3>
        <dl className="divide-y divide-line rounded-lg border border-line">
          {ofGroup.map((offer) => (
            <Row key={offer.id} offer={offer} />
          ))}
        </dl>
      </section>
    );
  });
}

function Row({ offer: { keys = '', label } }: { offer: Offer }) {
  const { t } = useText();
  return (
    <div className="flex items-center justify-between gap-4 px-3 py-2">
      <dt>{label(t)}</dt>
      <dd>
        <KeyCaps keys={keys} />
      </dd>
    </div>
  );
}
