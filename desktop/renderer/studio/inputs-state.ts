import { create } from 'zustand';
import type { CaptureProblem } from '../capture/public.ts';

/** How one input is doing. */
export interface InputState {
  state: 'opening' | 'open' | 'failed';
  problem: CaptureProblem | null;
  /** What the system calls its device. */
  label: string;
  /** What is in force of echo cancellation and the like. */
  settings: MediaTrackSettings;
  width: number;
  height: number;
}

export const UNOPENED: InputState = {
  state: 'opening',
  problem: null,
  label: '',
  settings: {},
  width: 0,
  height: 0,
};

/** How each input is doing, by id. */
export const useInputStates = create<Readonly<Record<string, InputState>>>()(() => ({}));

export function setInputState(id: string, change: Partial<InputState>): void {
  useInputStates.setState((all) => ({ [id]: { ...(all[id] ?? UNOPENED), ...change } }));
}

export function forgetInputState(id: string): void {
  useInputStates.setState(({ [id]: _, ...others }) => others, true);
}
