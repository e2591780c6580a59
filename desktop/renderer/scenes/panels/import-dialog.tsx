import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ControlField } from '../../ui/field.tsx';
import { useNotify } from '../../ui/toast.tsx';
import type { Imported } from '../exchange/import-obs.ts';
import { readSceneFile } from '../exchange/scene-file.ts';
import { change, switchTo, undo } from '../model/collection-store.ts';

/** Takes scenes from a file, and says what of it could not be taken. */
export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('studio.import_title')} text={t('studio.import_text')}>
      <ImportForm onDone={onClose} />
    </Dialog>
  );
}

function ImportForm({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const notify = useNotify();
  const [found, setFound] = useState<Imported | null>(null);
  const [failed, setFailed] = useState(false);
  const read = async (file: File | undefined) => {
    const imported = file === undefined ? null : readSceneFile(await file.text());
    setFound(imported);
    setFailed(file !== undefined && imported === null);
  };
  const take = ({ collection }: Imported) => {
    change(() => collection);
    switchTo(collection.scenes[0]?.id ?? '');
    notify(t('studio.imported'), { action: { label: t('studio.undo'), onClick: undo } });
    onDone();
  };
  return (
    <div className="flex flex-col gap-4">
      <ControlField
        label={t('studio.file')}
        hint={t('studio.import_hint')}
        error={failed ? t('studio.import_failed') : undefined}
        type="file"
        accept=".json,application/json"
        className="py-2"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {found !== null && (
        <>
          <p>{t('studio.import_found', { count: found.collection.scenes.length })}</p>
          {found.left.length > 0 && (
            <div className="flex flex-col gap-1 text-sm">
              <p className="font-medium">{t('studio.import_left')}</p>
              <ul className="max-h-48 list-disc overflow-y-auto pl-5 text-muted">
                {found.left.map(({ name, reason }) => (
                  <li key={`${name} ${reason}`}>
                    <span className="text-text">{name}</span>: {t(`studio.left.${reason}`)}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div className="flex justify-end">
            <Button variant="primary" onClick={() => take(found)}>
              {t('studio.import_now')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
