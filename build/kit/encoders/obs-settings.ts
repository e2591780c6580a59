import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The canvas of OBS, which is what it sends. */
export const OBS_PICTURE = { width: 1280, height: 720 };

/**
 * Writes what OBS would ask for when it is started first, and has it listen to obs-websocket.
 * @param folder stands for the user's folder of settings
 */
export function writeObsSettings(folder: string, port: number): void {
  const profile = join(folder, 'obs-studio', 'basic', 'profiles', 'Untitled');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'obs-studio', 'global.ini'), globalSettings(port));
  writeFileSync(join(profile, 'basic.ini'), profileSettings(folder));
}

function globalSettings(port: number): string {
  return `[General]
FirstRun=true
EnableAutoUpdates=false

[Basic]
Profile=Untitled
ProfileDir=Untitled
SceneCollection=Untitled
SceneCollectionFile=Untitled

[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort=${port}
AlertsEnabled=false
AuthRequired=false
`;
}

function profileSettings(folder: string): string {
  const { width, height } = OBS_PICTURE;
  return `[General]
Name=Untitled

[Video]
BaseCX=${width}
BaseCY=${height}
OutputCX=${width}
OutputCY=${height}

[Output]
Mode=Simple

[SimpleOutput]
FilePath=${folder}
RecFormat=mkv
RecQuality=Stream
Preset=ultrafast
`;
}
