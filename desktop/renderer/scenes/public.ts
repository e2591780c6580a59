/** What the studio shows: scenes, their layers, and how people change them. */

export { fileOf } from './assets.ts';
export {
  change,
  forgetCollection,
  openCollection,
  redo,
  setCanvas,
  setStudioMode,
  switchTo,
  take,
  undo,
  useCollection,
} from './model/collection-store.ts';
export { drawnLayers } from './model/drawn.ts';
export { changeInput, shownInputs } from './model/layers.ts';
export { sceneKeys } from './model/scenes.ts';
export { starterCollection } from './model/starter.ts';
export { STINGER_ID, stingerInput } from './model/stinger.ts';
export { InputDialog } from './panels/dialogs.ts';
export { LayerList } from './panels/layer-list.tsx';
export { SceneList } from './panels/scene-list.tsx';
export { Stage } from './stage/stage.tsx';
export { renderStill, stillKey } from './stills.ts';
