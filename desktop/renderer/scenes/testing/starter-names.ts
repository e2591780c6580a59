/** The words of a starter collection, as tests see them. */
export const STARTER_NAMES = {
  camera: 'Camera',
  microphone: 'Microphone',
  screen: 'Screen',
  camScene: 'Me',
  shareScene: 'Screen and me',
  breakScene: 'Pause',
  breakText: 'Back soon',
};
