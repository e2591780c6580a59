import { unanswered } from '@neustream/shared/contracts/failure.ts';
import type { Scene, SceneCollection } from '@neustream/shared/studio/scenes.ts';
import Copy from 'lucide-react/icons/copy';
import Download from 'lucide-react/icons/download';
import Ellipsis from 'lucide-react/icons/ellipsis';
import History from 'lucide-react/icons/history';
import Keyboard from 'lucide-react/icons/keyboard';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import Upload from 'lucide-react/icons/upload';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { KeyCaps } from '../../page/actions/key-caps.tsx';
import { useReport } from '../../page/use-report.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNotify } from '../../ui/toast.tsx';
import { change, switchTo, undo, useCollection } from '../model/collection-store.ts';
import { addScene, changeScene, copyOf, emptyScene, removeScene, sceneKeys } from '../model/scenes.ts';
import { ImportDialog, KeysDialog, VersionsDialog } from './dialogs.ts';
import { NameField } from './name-field.tsx';
import { TransitionRow } from './transition-row.tsx';

/** The scenes; pressing one shows it. */
export function SceneList() {
  const { t } = useText();
  const notify = useNotify();
  const report = useReport();
  const { collection, programmeId, sceneId, studioMode } = useCollection();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [keysOf, setKeysOf] = useState<Scene | null>(null);
  const [exchange, setExchange] = useState<'import' | 'versions' | null>(null);
  const scenes = collection?.scenes ?? [];
  const add = () => {
    const scene = emptyScene(t('studio.new_scene', { count: scenes.length + 1 }));
    change((all) => addScene(all, scene));
    switchTo(scene.id);
  };
  const save = async (all: SceneCollection) => {
    try {
      const { saveScenes } = await import('../exchange/save-scenes.ts');
      saveScenes(all);
    } catch {
      report(unanswered('OFFLINE'));
    }
  };
  return (
    <section aria-label={t('studio.scenes')} className="flex h-full min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center justify-between pr-1.5 pl-3">
        <h2 className="text-sm font-semibold">{t('studio.scenes')}</h2>
        <div className="flex">
          <Menu
            trigger={
              <IconButton
                label={t('studio.more_scenes')}
                icon={<Ellipsis aria-hidden className="size-4" />}
              />
            }
          >
            <MenuItem icon={<Upload aria-hidden className="size-4" />} onClick={() => setExchange('import')}>
              {t('studio.import')}
            </MenuItem>
            <MenuItem
              icon={<Download aria-hidden className="size-4" />}
              onClick={() => collection !== null && void save(collection)}
            >
              {t('studio.export')}
            </MenuItem>
            <MenuItem
              icon={<History aria-hidden className="size-4" />}
              onClick={() => setExchange('versions')}
            >
              {t('studio.versions')}
            </MenuItem>
          </Menu>
          <IconButton
            label={t('studio.add_scene')}
            icon={<Plus aria-hidden className="size-4" />}
            onClick={add}
          />
        </div>
      </header>
      <ul className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        {scenes.map((scene, index) => {
          const keys = sceneKeys(scene, index);
          return (
            <li key={scene.id} className="group relative">
              {renaming === scene.id ? (
                <NameField
                  label={t('studio.scene_name')}
                  name={scene.name}
                  onName={(name) => {
                    if (name !== null) change((all) => changeScene(all, scene.id, { name }));
                    setRenaming(null);
                  }}
                />
              ) : (
                <button
                  type="button"
                  aria-current={scene.id === sceneId}
                  className={cx(
                    'flex h-9 w-full items-center gap-2 rounded-md pr-9 pl-2.5 text-left text-base',
                    scene.id === sceneId
                      ? 'bg-accent-soft text-text'
                      : 'text-muted hover:bg-hover hover:text-text',
                  )}
                  onClick={() => switchTo(scene.id)}
                  onDoubleClick={() => setRenaming(scene.id)}
                >
                  <span className="flex-1 truncate">{scene.name}</span>
                  {studioMode && scene.id === programmeId && (
                    <span className="text-xs font-semibold text-faint">{t('studio.on_programme')}</span>
                  )}
                  {keys !== null && <KeyCaps keys={keys} />}
                </button>
              )}
              <div className="absolute top-0.5 right-0.5">
                <Menu
                  trigger={
                    <IconButton
                      label={t('studio.scene_actions', { name: scene.name })}
                      icon={<Ellipsis aria-hidden className="size-4" />}
                    />
                  }
                >
                  <MenuItem
                    icon={<Pencil aria-hidden className="size-4" />}
                    onClick={() => setRenaming(scene.id)}
                  >
                    {t('studio.rename')}
                  </MenuItem>
                  <MenuItem
                    icon={<Keyboard aria-hidden className="size-4" />}
                    onClick={() => setKeysOf(scene)}
                  >
                    {t('studio.keys_of')}
                  </MenuItem>
                  <MenuItem
                    icon={<Copy aria-hidden className="size-4" />}
                    onClick={() => {
                      const copy = copyOf(scene, t('studio.copy_of', { name: scene.name }));
                      change((all) => addScene(all, copy));
                      switchTo(copy.id);
                    }}
                  >
                    {t('studio.duplicate')}
                  </MenuItem>
                  <MenuItem
                    danger
                    disabled={scenes.length === 1}
                    icon={<Trash2 aria-hidden className="size-4" />}
                    onClick={() => {
                      change((all) => removeScene(all, scene.id));
                      notify(t('studio.scene_removed', { name: scene.name }), {
                        action: { label: t('studio.undo'), onClick: undo },
                      });
                    }}
                  >
                    {t('studio.delete')}
                  </MenuItem>
                </Menu>
              </div>
            </li>
          );
        })}
      </ul>
      <TransitionRow />
      <KeysDialog scene={keysOf} onClose={() => setKeysOf(null)} />
      <ImportDialog open={exchange === 'import'} onClose={() => setExchange(null)} />
      <VersionsDialog open={exchange === 'versions'} onClose={() => setExchange(null)} />
    </section>
  );
}
