import type { Translate } from '../../i18n/text.ts';
import { ACTION_GROUPS, type ActionGroup, type Offer } from './action.ts';

/** A line of the palette. */
export interface Line {
  offer: Offer;
  label: string;
}

export interface LineGroup {
  group: ActionGroup | 'recent' | 'found';
  items: Line[];
}

export interface PaletteInput {
  offers: readonly Offer[];
  query: string;
  /** Ids of offers chosen before, newest first. */
  recent: readonly string[];
  t: Translate;
}

/**
 * What the palette lists: without a query everything by group, recently used first; otherwise what matches, best match
 * first.
 */
export function paletteLines({ offers, query, recent, t }: PaletteInput): LineGroup[] {
  const lines = offers.map((offer): Line => ({ offer, label: offer.label(t) }));
  const groups = query.trim() === '' ? grouped(lines, recent) : [found(lines, query, recent)];
  return groups.filter(({ items }) => items.length > 0);
}

function grouped(lines: readonly Line[], recent: readonly string[]): LineGroup[] {
  const used = recent.flatMap((id) => lines.filter(({ offer }) => offer.id === id));
  const rest = lines.filter((line) => !used.includes(line)).sort((a, b) => weight(a) - weight(b));
  return [
    { group: 'recent', items: used },
    ...ACTION_GROUPS.map((group) => ({ group, items: rest.filter(({ offer }) => offer.group === group) })),
  ];
}

/** Actions with keys are wanted most often; nobody should stumble upon something dangerous first. */
function weight({ offer: { keys, danger } }: Line): number {
  if (danger) return 2;
  return keys === undefined ? 1 : 0;
}

function found(lines: readonly Line[], query: string, recent: readonly string[]): LineGroup {
  const place = ({ offer }: Line): number => {
    const index = recent.indexOf(offer.id);
    return index === -1 ? recent.length : index;
  };
  const later = ({ offer }: Line): number => (offer.availability === 'ready' ? 0 : 1);
  const items = lines
    .flatMap((line) => {
      const rank = matchRank(line.label, query);
      return rank === null ? [] : [{ line, rank }];
    })
    .sort((a, b) => later(a.line) - later(b.line) || a.rank - b.rank || place(a.line) - place(b.line))
    .map(({ line }) => line);
  return { group: 'found', items };
}

/**
 * How well a name matches what was typed: 0 begins with it, 1 each typed word begins a word, 2 contains them; null no
 * match.
 */
export function matchRank(label: string, query: string): number | null {
  const name = folded(label);
  const wanted = folded(query);
  if (name.startsWith(wanted)) return 0;
  const words = wanted.split(/\s+/);
  const names = name.split(/[\s–—:,.()“”"'’]+/);
  if (words.every((word) => names.some((part) => part.startsWith(word)))) return 1;
  return words.every((word) => name.includes(word)) ? 2 : null;
}

/** Without case and accents. Marks of other scripts, such as vowel signs, stay: they are letters. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase()
    .trim();
}
