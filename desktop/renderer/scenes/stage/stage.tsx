import { CANVASES } from '@neustream/shared/studio/scenes.ts';
import type { Engine } from '../../engine/public.ts';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { useCollection } from '../model/collection-store.ts';
import { Fitted } from './fitted.tsx';
import { Overlay } from './overlay.tsx';
import { Surface } from './surface.tsx';

/** The picture: what viewers see, and in studio mode what comes next beside it. */
export function Stage({ engine, live }: { engine: Engine; live: boolean }) {
  const { t } = useText();
  const studioMode = useCollection((state) => state.studioMode);
  const canvas = useCollection((state) => state.canvas);
  const { width, height } = CANVASES[canvas];
  const aspect = width / height;
  return (
    <div className={cx('grid size-full min-h-0 gap-3', studioMode && 'grid-cols-2')}>
      {studioMode && (
        <Picture title={t('studio.preview')}>
          <Fitted aspect={aspect}>
            {(size) => (
              <>
                <Surface
                  key={canvas}
                  engine={engine}
                  canvas={canvas}
                  of="preview"
                  label={t('studio.preview')}
                />
                <Overlay size={size} />
              </>
            )}
          </Fitted>
        </Picture>
      )}
      <Picture title={studioMode ? t('studio.programme') : null} live={live}>
        <Fitted aspect={aspect}>
          {(size) => (
            <>
              <Surface
                key={canvas}
                engine={engine}
                canvas={canvas}
                of="programme"
                label={t('studio.programme')}
              />
              {!studioMode && <Overlay size={size} />}
            </>
          )}
        </Fitted>
      </Picture>
    </div>
  );
}

function Picture({
  title,
  live = false,
  children,
}: {
  title: string | null;
  live?: boolean;
  children: React.ReactNode;
}) {
  return (
    <section className="flex min-h-0 min-w-0 flex-col gap-1.5">
      {title !== null && (
        <h2 className={cx('text-xs font-semibold', live ? 'text-live-text' : 'text-muted')}>{title}</h2>
      )}
      <div className="min-h-0 flex-1">{children}</div>
    </section>
  );
}
