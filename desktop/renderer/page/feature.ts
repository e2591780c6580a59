import type { QueryClient } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import type { ApiClient } from '../api/client.ts';
import type { LiveSocket } from '../api/socket.ts';
import type { TextKey } from '../i18n/text.ts';

/** What a feature may use outside of React. */
export interface FeatureDeps {
  api: ApiClient;
  socket: LiveSocket;
  queryClient: QueryClient;
}

/** A place in the main navigation. */
export interface NavigationItem {
  to: string;
  text: TextKey;
  /** Its name among the actions. */
  goText: TextKey;
  /** Keys that go there, as tinykeys writes them. */
  keys: string;
  Icon: LucideIcon;
  /** A small badge next to the name. */
  Badge?: ComponentType;
}

/**
 * What a feature contributes to a shell. The shell lists its features, one line each, and knows nothing else about
 * them.
 */
export interface Feature {
  /** Unique among the features of a shell. */
  name: string;
  /** Pages for people who are signed in. */
  pages?: readonly RouteObject[];
  /** Pages for people who are signed in, that fill the window: without the shell's navigation, but with its actions. */
  windows?: readonly RouteObject[];
  /** Pages for people who are not. */
  guestPages?: readonly RouteObject[];
  navigation?: readonly NavigationItem[];
  /** Offers the feature's actions on every page of the shell; renders nothing. */
  Offers?: ComponentType;
  /** Receives what the server pushes, from the start of the window to its end. */
  listen?: (deps: FeatureDeps) => void;
  /** Forgets whatever it knows about the person who has signed out. */
  forget?: (deps: FeatureDeps) => void;
}
