import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { useState } from 'react';
import { useText } from '../i18n/text.ts';
import { offer } from '../page/actions/action.ts';
import { ActionItem } from '../page/actions/action-button.tsx';
import { useOffers } from '../page/actions/offers.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuSeparator } from '../ui/menu.tsx';
import { deleteSource, editSource, rotateKey, type SourceTarget } from './actions.ts';
import { DeleteSourceDialog } from './delete-source-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { EditSourceDialog } from './source-dialog.tsx';

/** Editing, a new key and deleting. */
export function SourceMenu({ source, isLive }: { source: SourceView; isLive: boolean }) {
  const { t } = useText();
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const close = (): void => setOpen(null);
  const target: SourceTarget = { source, isLive, show: setOpen };
  const offers = {
    edit: offer(editSource, target),
    rotate: offer(rotateKey, target),
    remove: offer(deleteSource, target),
  };
  useOffers(Object.values(offers));
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={t('live.source_actions')}
            variant="secondary"
            size="md"
            className="h-11! w-11!"
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
      >
        <ActionItem offer={offers.edit} />
        <ActionItem offer={offers.rotate} />
        <MenuSeparator />
        <ActionItem offer={offers.remove} />
      </Menu>
      <EditSourceDialog source={source} open={open === 'edit'} onClose={close} />
      <RotateKeyDialog sourceId={source.id} open={open === 'rotate'} onClose={close} />
      <DeleteSourceDialog source={source} open={open === 'delete'} onClose={close} />
    </>
  );
}
