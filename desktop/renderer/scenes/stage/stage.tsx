import { CANVASES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import type { Engine } from '../../engine/public.ts';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { setCanvas, useCollection } from '../model/collection-store.ts';
import { Fitted } from './fitted.tsx';
import { Overlay } from './overlay.tsx';
import { Surface } from './surface.tsx';

export interface StageProps {
  engine: Engine;
  /** The canvases that viewers see. */
  live: readonly CanvasName[];
  /** Whether both canvases are sent: the one that is not arranged is then shown small beside. */
  both: boolean;
}

/** The picture: what viewers see, and in studio mode what comes next beside it. */
export function Stage({ engine, live, both }: StageProps) {
  const { t } = useText();
  const studioMode = useCollection((state) => state.studioMode);
  const canvas = useCollection((state) => state.canvas);
  const { width, height } = CANVASES[canvas];
  const aspect = width / height;
  return (
    <div className="flex size-full min-h-0 gap-3">
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
      <Picture title={studioMode ? t('studio.programme') : null} live={live.includes(canvas)}>
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
      {both && <Other engine={engine} canvas={canvas === 'landscape' ? 'portrait' : 'landscape'} />}
    </div>
  );
}

/** The canvas that is not arranged, small; a click changes over to it. */
function Other({ engine, canvas }: { engine: Engine; canvas: CanvasName }) {
  const { t } = useText();
  const { width, height } = CANVASES[canvas];
  const label = t(canvas === 'portrait' ? 'studio.edit_portrait' : 'studio.edit_landscape');
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setCanvas(canvas)}
      className={cx(
        'shrink-0 cursor-pointer rounded-md outline-none hover:opacity-85 focus-visible:ring-2 focus-visible:ring-accent-text',
        canvas === 'portrait' ? 'w-[18%]' : 'w-[30%]',
      )}
    >
      <Fitted aspect={width / height}>
        {() => (
          <Surface
            key={canvas}
            engine={engine}
            canvas={canvas}
            of="programme"
            label={t(`studio.canvas.${canvas}`)}
          />
        )}
      </Fitted>
    </button>
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
    <section className="flex min-h-0 min-w-0 flex-1 flex-col gap-1.5">
      {title !== null && (
        <h2 className={cx('text-xs font-semibold', live ? 'text-live-text' : 'text-muted')}>{title}</h2>
      )}
      <div className="min-h-0 flex-1">{children}</div>
    </section>
  );
}
