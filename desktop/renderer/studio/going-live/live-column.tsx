import { CANVAS_NAMES, type CanvasName } from '@neustream/shared/studio/scenes.ts';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Square from 'lucide-react/icons/square';
import { useApi } from '../../api/context.tsx';
import { destinationQueries } from '../../destinations/public.ts';
import { useText } from '../../i18n/text.ts';
import { DestinationList, destinationRows, useSourceSession } from '../../live/public.ts';
import { type Action, type Offer, offer } from '../../page/actions/action.ts';
import { ActionButton } from '../../page/actions/action-button.tsx';
import { useOffers } from '../../page/actions/offers.ts';
import { SelectField } from '../../ui/select.tsx';
import type { Stream, Streams } from './use-streams.ts';

interface Target {
  canvas: CanvasName;
  perform: () => void;
}

const add: Action<Target> = {
  name: 'destinations.add',
  group: 'destinations',
  Icon: Plus,
  label: (t, { canvas }) => t(canvas === 'landscape' ? 'destinations.add' : 'studio.add_upright_destination'),
  short: (t) => t('destinations.add'),
  perform: ({ perform }) => perform(),
};

const endOne: Action<Target> = {
  name: 'studio.end-canvas',
  group: 'live',
  Icon: Square,
  label: (t, { canvas }) => t(`studio.end_canvas.${canvas}`),
  danger: true,
  perform: ({ perform }) => perform(),
};

export interface LiveColumnProps {
  streams: Streams;
  all: readonly Stream[];
  onAir: readonly CanvasName[];
  goLive: Offer;
  onChoose: (canvas: CanvasName, id: string | null) => void;
  onNewStream: (canvas: CanvasName) => void;
  onAdd: (canvas: CanvasName) => void;
  onEnd: (canvas: CanvasName) => void;
}

/** Where each canvas goes, each destination with its actual state. */
export function LiveColumn(props: LiveColumnProps) {
  const { t } = useText();
  return (
    <aside aria-label={t('studio.where_to')} className="flex flex-col gap-4 p-3">
      {CANVAS_NAMES.map((canvas) => (
        <OneCanvas key={canvas} {...props} canvas={canvas} />
      ))}
    </aside>
  );
}

function OneCanvas(props: LiveColumnProps & { canvas: CanvasName }) {
  const { canvas, streams, all, onAir, goLive, onAdd, onEnd } = props;
  const { t } = useText();
  const stream = streams[canvas];
  const other = streams[canvas === 'landscape' ? 'portrait' : 'landscape'];
  const isLive = onAir.includes(canvas);
  // Who has one stream and sends the wide picture has nothing to choose.
  const isPlain = canvas === 'landscape' && stream !== null && other === null && all.length <= 1;
  const ending = offer(endOne, { canvas, perform: () => onEnd(canvas) }, canvas);
  const mayEnd = isLive && onAir.length > 1;
  useOffers(mayEnd ? [ending] : []);
  return (
    <section aria-label={t(`studio.canvas.${canvas}`)} className="flex flex-col gap-3">
      {isLive && other !== null && <h2 className="text-sm font-medium">{t(`studio.canvas.${canvas}`)}</h2>}
      {!isLive && !isPlain && <StreamField {...props} />}
      {stream !== null && <Destinations key={stream.id} canvas={canvas} stream={stream} onAdd={onAdd} />}
      {mayEnd && <ActionButton offer={ending} size="sm" className="self-start" />}
      {!isLive && onAir.length > 0 && stream !== null && (
        <ActionButton offer={goLive} size="sm" variant="primary" className="self-start" />
      )}
    </section>
  );
}

const NOT_SENT = 'none';
const NEW = 'new';

/** Chooses the stream that a canvas is sent to. */
function StreamField({
  canvas,
  streams,
  all,
  onAir,
  onChoose,
  onNewStream,
}: LiveColumnProps & { canvas: CanvasName }) {
  const { t } = useText();
  // What is on air stays where it is.
  const free = all.filter(({ id }) => !onAir.some((one) => streams[one]?.id === id));
  return (
    <SelectField
      label={t(`studio.canvas.${canvas}`)}
      hint={canvas === 'portrait' && streams.portrait === null ? t('studio.upright_hint') : undefined}
      value={streams[canvas]?.id ?? NOT_SENT}
      options={[
        { value: NOT_SENT, label: t('studio.not_sent') },
        ...free.map(({ id, name }) => ({ value: id, label: name })),
        { value: NEW, label: t('studio.new_stream') },
      ]}
      onChoose={(chosen) => {
        if (chosen === NEW) onNewStream(canvas);
        else onChoose(canvas, chosen === NOT_SENT ? null : chosen);
      }}
    />
  );
}

interface DestinationsProps {
  canvas: CanvasName;
  stream: Stream;
  onAdd: (canvas: CanvasName) => void;
}

function Destinations({ canvas, stream: { id }, onAdd }: DestinationsProps) {
  const destinations = useQuery(destinationQueries.of(useApi(), id));
  const { live, session } = useSourceSession(id);
  const adding = offer(add, { canvas, perform: () => onAdd(canvas) }, canvas);
  return (
    <DestinationList
      sourceId={id}
      rows={destinationRows(destinations.data ?? [], session)}
      loading={destinations.isPending}
      live={live}
      session={session}
      add={canvas === 'landscape' ? { ...adding, keys: 'd' } : adding}
    />
  );
}
