import type { Layer } from '@neustream/shared/studio/scenes.ts';
import AlignCenterHorizontal from 'lucide-react/icons/align-center-horizontal';
import AlignCenterVertical from 'lucide-react/icons/align-center-vertical';
import AlignEndHorizontal from 'lucide-react/icons/align-end-horizontal';
import AlignEndVertical from 'lucide-react/icons/align-end-vertical';
import AlignHorizontalDistributeCenter from 'lucide-react/icons/align-horizontal-distribute-center';
import AlignStartHorizontal from 'lucide-react/icons/align-start-horizontal';
import AlignStartVertical from 'lucide-react/icons/align-start-vertical';
import AlignVerticalDistributeCenter from 'lucide-react/icons/align-vertical-distribute-center';
import Group from 'lucide-react/icons/group';
import Ungroup from 'lucide-react/icons/ungroup';
import { type Action, type Offer, offer } from '../../page/actions/action.ts';
import {
  ALIGNMENTS,
  type Alignment,
  type Axis,
  alignLayers,
  distributeLayers,
  groupLayers,
  ungroupLayers,
} from '../model/align.ts';
import { change } from '../model/collection-store.ts';
import type { Place } from '../model/layers.ts';

/** What is picked on a canvas. */
interface Picked {
  place: Place;
  layers: readonly Layer[];
  ids: readonly string[];
}

const ICONS = {
  left: AlignStartVertical,
  center: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
} as const satisfies Record<Alignment, unknown>;

function align(to: Alignment): Action<Picked> {
  return {
    name: `studio.align-${to}`,
    group: 'studio',
    Icon: ICONS[to],
    label: (t) => t(`studio.align_layers.${to}`),
    when: ({ ids }) => (ids.length > 0 ? 'ready' : 'hidden'),
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

const group: Action<Picked> = {
  name: 'studio.group',
  group: 'studio',
  Icon: Group,
  label: (t) => t('studio.group_layers'),
  keys: '$mod+g',
  when: ({ ids }) => (ids.length > 1 ? 'ready' : 'hidden'),
  perform: ({ place, ids }) => change((all) => groupLayers(all, place, ids)),
};

const ungroup: Action<Picked> = {
  name: 'studio.ungroup',
  group: 'studio',
  Icon: Ungroup,
  label: (t) => t('studio.ungroup_layers'),
  keys: '$mod+Shift+g',
  when: ({ layers, ids }) =>
    layers.some((layer) => ids.includes(layer.id) && layer.group !== null) ? 'ready' : 'hidden',
  perform: ({ place, ids }) => change((all) => ungroupLayers(all, place, ids)),
};

const ACTIONS = [group, ungroup, ...ALIGNMENTS.map(align), distribute('x'), distribute('y')];

/** What can be done with the layers that are picked. */
export function alignOffers(picked: Picked): Offer[] {
  return ACTIONS.map((action) => offer(action, picked));
}
