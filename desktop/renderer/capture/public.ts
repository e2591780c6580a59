/** Cameras, microphones and screens. */
export { type Device, followDevices, followPermissions, lookForDevices, useDevices } from './devices.ts';
export { type Opened, openCamera, openMicrophone, openScreen } from './open.ts';
export { CaptureFailure, type CaptureProblem } from './problems.ts';
