import type { Layer } from '@neustream/shared/studio/scenes.ts';
import type { LucideIcon } from 'lucide-react';
import AlignCenterHorizontal from 'lucide-react/icons/align-center-horizontal';
import AlignCenterVertical from 'lucide-react/icons/align-center-vertical';
import AlignEndHorizontal from 'lucide-react/icons/align-end-horizontal';
import AlignEndVertical from 'lucide-react/icons/align-end-vertical';
import AlignHorizontalDistributeCenter from 'lucide-react/icons/align-horizontal-distribute-center';
import AlignStartHorizontal from 'lucide-react/icons/align-start-horizontal';
import AlignStartVertical from 'lucide-react/icons/align-start-vertical';
import AlignVerticalDistributeCenter from 'lucide-react/icons/align-vertical-distribute-center';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import ChevronsDown from 'lucide-react/icons/chevrons-down';
import ChevronsUp from 'lucide-react/icons/chevrons-up';
import ClipboardPaste from 'lucide-react/icons/clipboard-paste';
import Copy from 'lucide-react/icons/copy';
import CopyPlus from 'lucide-react/icons/copy-plus';
import Crosshair from 'lucide-react/icons/crosshair';
import Expand from 'lucide-react/icons/expand';
import Group from 'lucide-react/icons/group';
import Maximize from 'lucide-react/icons/maximize';
import MoveDiagonal from 'lucide-react/icons/move-diagonal';
import Scissors from 'lucide-react/icons/scissors';
import Trash2 from 'lucide-react/icons/trash-2';
import Ungroup from 'lucide-react/icons/ungroup';
import { type Action, type Offer, offer } from '../../page/actions/action.ts';
import {
  ALIGNMENTS,
  type Alignment,
  type Axis,
  alignLayers,
  centreLayers,
  distributeLayers,
  FILLS,
  type Fill,
  fillCanvas,
} from '../model/align.ts';
import { type Copied, copyLayers, duplicateLayers, pasteLayers } from '../model/clipboard.ts';
import { change, keepCopied, select, useCollection } from '../model/collection-store.ts';
import { grouped, ungrouped } from '../model/groups.ts';
import { type Place, removeLayers, withLayers } from '../model/layers.ts';
import { ORDERS, type Order, ordered } from '../model/order.ts';

/** What is picked on a canvas. */
interface Picked {
  place: Place;
  layers: readonly Layer[];
  ids: readonly string[];
}

const ALIGN_ICONS: Record<Alignment, LucideIcon> = {
  left: AlignStartVertical,
  center: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
};

const isAny = ({ ids }: Picked) => (ids.length > 0 ? 'ready' : 'hidden');
const isFree = ({ layers, ids }: Picked) => {
  if (ids.length === 0) return 'hidden';
  const free = layers.some(({ id, locked }) => ids.includes(id) && !locked);
  return free ? 'ready' : { because: 'studio.is_locked' as const };
};

function align(to: Alignment): Action<Picked> {
  return {
    name: `studio.align-${to}`,
    group: 'studio',
    Icon: ALIGN_ICONS[to],
    label: (t) => t(`studio.align_layers.${to}`),
    when: isFree,
    perform: ({ place, ids }) => change((all) => alignLayers(all, place, { ids, to })),
  };
}

function distribute(axis: Axis): Action<Picked> {
  return {
    name: `studio.distribute-${axis}`,
    group: 'studio',
    Icon: axis === 'x' ? AlignHorizontalDistributeCenter : AlignVerticalDistributeCenter,
    label: (t) => t(`studio.distribute_layers.${axis}`),
    when: ({ ids }) => (ids.length > 2 ? 'ready' : 'hidden'),
    perform: ({ place, ids }) => change((all) => distributeLayers(all, place, { ids, axis })),
  };
}

const FILL_LOOK: Record<Fill, { Icon: LucideIcon; keys?: string }> = {
  fit: { Icon: Maximize, keys: 'f' },
  fill: { Icon: Expand, keys: 'Shift+F' },
  stretch: { Icon: MoveDiagonal },
};

function fill(how: Fill): Action<Picked> {
  return {
    ...FILL_LOOK[how],
    name: `studio.fill-${how}`,
    group: 'studio',
    label: (t) => t(`studio.fill_canvas.${how}`),
    when: isFree,
    perform: ({ place, ids }) => change((all) => fillCanvas(all, place, { ids, how })),
  };
}

const centre: Action<Picked> = {
  name: 'studio.centre',
  group: 'studio',
  Icon: Crosshair,
  label: (t) => t('studio.centre_layers'),
  keys: 'c',
  when: isFree,
  perform: ({ place, ids }) => change((all) => centreLayers(all, place, ids)),
};

const ORDER_LOOK: Record<Order, { Icon: LucideIcon; keys: string }> = {
  top: { Icon: ChevronsUp, keys: '$mod+Home' },
  up: { Icon: ChevronUp, keys: '$mod+ArrowUp' },
  down: { Icon: ChevronDown, keys: '$mod+ArrowDown' },
  bottom: { Icon: ChevronsDown, keys: '$mod+End' },
};

function order(to: Order): Action<Picked> {
  return {
    ...ORDER_LOOK[to],
    name: `studio.order-${to}`,
    group: 'studio',
    label: (t) => t(`studio.order.${to}`),
    when: isAny,
    perform: ({ place, ids }) =>
      change((all) => withLayers(all, place, (layers) => ordered(layers, { ids, to }))),
  };
}

const group: Action<Picked> = {
  name: 'studio.group',
  group: 'studio',
  Icon: Group,
  label: (t) => t('studio.group_layers'),
  keys: '$mod+g',
  when: ({ layers, ids }) => {
    const [first, ...others] = layers.filter(({ id }) => ids.includes(id));
    const isOneGroup = first?.group != null && others.every((layer) => layer.group === first.group);
    return others.length > 0 && !isOneGroup ? 'ready' : 'hidden';
  },
  perform: ({ place, ids }) => change((all) => withLayers(all, place, (layers) => grouped(layers, ids))),
};

const ungroup: Action<Picked> = {
  name: 'studio.ungroup',
  group: 'studio',
  Icon: Ungroup,
  label: (t) => t('studio.ungroup_layers'),
  keys: '$mod+Shift+g',
  when: ({ layers, ids }) =>
    layers.some((layer) => ids.includes(layer.id) && layer.group !== null) ? 'ready' : 'hidden',
  perform: ({ place, ids }) => change((all) => withLayers(all, place, (layers) => ungrouped(layers, ids))),
};

const duplicate: Action<Picked> = {
  name: 'studio.duplicate-layers',
  group: 'studio',
  Icon: CopyPlus,
  label: (t) => t('studio.duplicate'),
  keys: '$mod+d',
  when: isAny,
  perform: ({ place, ids }) => {
    let copies: readonly string[] = [];
    change((all) => {
      const duplicated = duplicateLayers(all, place, ids);
      copies = duplicated.ids;
      return duplicated.collection;
    });
    select(copies);
  },
};

const copy: Action<Picked> = {
  name: 'studio.copy-layers',
  group: 'studio',
  Icon: Copy,
  label: (t) => t('studio.copy_layers'),
  keys: '$mod+c',
  when: isAny,
  perform: keep,
};

const cut: Action<Picked> = {
  name: 'studio.cut-layers',
  group: 'studio',
  Icon: Scissors,
  label: (t) => t('studio.cut_layers'),
  keys: '$mod+x',
  when: isFree,
  perform: (picked) => {
    keep(picked);
    change((all) => removeLayers(all, picked.place, picked.ids));
  },
};

const remove: Action<Picked> = {
  name: 'studio.remove-layers',
  group: 'studio',
  Icon: Trash2,
  label: (t) => t('studio.remove'),
  keys: 'Delete',
  danger: true,
  when: isFree,
  perform: ({ place, ids }) => change((all) => removeLayers(all, place, ids)),
};

const paste: Action<{ place: Place; copied: Copied | null }> = {
  name: 'studio.paste-layers',
  group: 'studio',
  Icon: ClipboardPaste,
  label: (t) => t('studio.paste_layers'),
  keys: '$mod+v',
  when: ({ copied }) => (copied === null ? 'hidden' : 'ready'),
  perform: ({ place, copied }) => {
    if (copied === null) return;
    let pasted: readonly string[] = [];
    change((all) => {
      const after = pasteLayers(all, place, copied);
      pasted = after.ids;
      return after.collection;
    });
    select(pasted);
  },
};

function keep({ place, ids }: Picked): void {
  const { collection } = useCollection.getState();
  if (collection !== null) keepCopied(copyLayers(collection, place, ids));
}

/** What can be done with the layers that are picked, in the groups in which it is shown. */
export function layerOffers(picked: Picked) {
  const of = (action: Action<Picked>) => offer(action, picked);
  return {
    align: ALIGNMENTS.map(align).map(of),
    distribute: [distribute('x'), distribute('y')].map(of),
    group: [group, ungroup].map(of),
    order: ORDERS.map(order).map(of),
    fill: [...FILLS.map(fill), centre].map(of),
    copies: [duplicate, copy, cut].map(of),
    remove: [remove].map(of),
  } satisfies Record<string, Offer[]>;
}

/** Puts in what was copied. */
export function pasteOffer(place: Place, copied: Copied | null): Offer {
  return offer(paste, { place, copied });
}
